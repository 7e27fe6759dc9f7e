//! `execute_request`: running a cell.

use super::display::CellOutput;
use super::language::{Cell, Executed, Failure, Language};
use super::message::{Request, now};
use super::shell::{Shell, failure_content, guarded, malformed};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(default)]
pub(super) struct ExecuteRequest {
    code: String,
    silent: bool,
    store_history: bool,
    user_expressions: Option<Map<String, Value>>,
    allow_stdin: bool,
    stop_on_error: bool,
}

impl Default for ExecuteRequest {
    fn default() -> Self {
        Self {
            code: String::new(),
            silent: false,
            store_history: true,
            user_expressions: None,
            // A front end that says nothing of it may never look for questions.
            allow_stdin: false,
            stop_on_error: true,
        }
    }
}

impl<L: Language> Shell<L> {
    /// Runs a cell and replies when it is done.
    pub(super) fn execute(&mut self, request: &Request) {
        let started = now();
        let mut content = match request.content::<ExecuteRequest>() {
            Ok(asked) => self.run(request, &asked),
            Err(error) => failure_content(&malformed(&error)),
        };
        content["execution_count"] = self.execution_count.into();
        let metadata = json!({
            "started": started,
            "status": content["status"],
            "dependencies_met": true,
        });
        self.shared
            .reply_with_metadata(&self.socket, request, &content, &metadata);
    }

    /// Refuses a cell because an earlier one has failed.
    pub(super) fn abort(&mut self, request: &Request) {
        let value = "Not run, because an earlier cell has failed.".to_owned();
        let mut content = failure_content(&Failure {
            name: "ExecutionAborted".to_owned(),
            traceback: vec![value.clone()],
            value,
        });
        content["execution_count"] = self.execution_count.into();
        self.shared.reply(&self.socket, request, &content);
    }

    /// Runs a cell; the content of its reply.
    fn run(&mut self, request: &Request, asked: &ExecuteRequest) -> Value {
        let shared = Arc::clone(&self.shared);
        let is_counted = asked.store_history && !asked.silent;
        if is_counted {
            self.execution_count += 1;
        }
        let count = self.execution_count;
        if !asked.silent {
            let input = json!({"code": asked.code, "execution_count": count});
            shared
                .iopub
                .publish("execute_input", &request.origin, &input);
        }
        let cell = Cell {
            code: &asked.code,
            silent: asked.silent,
            execution_count: count,
        };
        let comms = self.comms.clone();
        let out = CellOutput::new(&shared, &comms, request, &cell, asked.allow_stdin);
        let outcome = shared
            .interruptible(|| guarded(|| self.language.execute(&cell, &out)))
            .and_then(|outcome| outcome);
        if is_counted {
            self.history.add(count, &asked.code, out.into_result());
        }
        match outcome {
            Ok(executed) => self.succeeded(asked, executed),
            Err(failure) => self.failed(request, asked, &failure),
        }
    }

    fn succeeded(&mut self, asked: &ExecuteRequest, executed: Executed) -> Value {
        let expressions = asked.user_expressions.iter().flatten();
        let values: Map<_, _> = expressions
            .map(|(name, expression)| (name.clone(), self.evaluate(expression)))
            .collect();
        json!({"status": "ok", "payload": executed.payload, "user_expressions": values})
    }

    fn evaluate(&mut self, expression: &Value) -> Value {
        let expression = expression.as_str().unwrap_or_default();
        let value = guarded(|| self.language.evaluate(expression)).and_then(|value| value);
        match value {
            Ok(bundle) => {
                json!({"status": "ok", "data": bundle.data(), "metadata": bundle.metadata()})
            }
            Err(failure) => failure_content(&failure),
        }
    }

    fn failed(&mut self, request: &Request, asked: &ExecuteRequest, failure: &Failure) -> Value {
        if !asked.silent {
            let error = json!({
                "ename": failure.name,
                "evalue": failure.value,
                "traceback": failure.traceback,
            });
            self.shared.iopub.publish("error", &request.origin, &error);
        }
        if asked.stop_on_error {
            self.abort_queue();
        }
        let mut content = failure_content(failure);
        content["payload"] = json!([]);
        content["user_expressions"] = json!({});
        content
    }
}
