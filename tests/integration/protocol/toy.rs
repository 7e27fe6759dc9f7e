//! A language that does what a test asks: each line of a cell is one order.

use quincunx::jupyter::language::{
    Cell, Completeness, Completions, Executed, Failure, Language, LanguageInfo, Match,
};
use quincunx::jupyter::{CommMessage, CommTarget, Comms};
use quincunx::mime::{self, MimeBundle};
use quincunx::output::{Face, Output, Reaction, Widget};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

#[derive(Default)]
pub(super) struct Toy {
    interrupted: Arc<AtomicBool>,
    was_shut_down: Arc<AtomicBool>,
    comms: Option<Comms>,
}

impl Language for Toy {
    fn info(&self) -> LanguageInfo {
        LanguageInfo {
            implementation: "toy".to_owned(),
            implementation_version: "1.0".to_owned(),
            banner: "Toy".to_owned(),
            language_info: json!({"name": "toy", "version": "1", "mimetype": "text/plain", "file_extension": ".toy"}),
            help_links: vec![("Help".to_owned(), "https://example.org".to_owned())],
        }
    }

    fn connect_comms(&mut self, comms: &Comms) -> Vec<(String, Box<dyn CommTarget>)> {
        self.comms = Some(comms.clone());
        vec![("echo".to_owned(), Box::new(Echo))]
    }

    fn execute(&mut self, cell: &Cell<'_>, out: &dyn Output) -> Result<Executed, Failure> {
        let outcome = cell.code.lines().try_for_each(|line| self.obey(line, out));
        self.interrupted.store(false, Ordering::SeqCst);
        outcome.map(|()| Executed {
            payload: vec![json!({"source": "page", "data": {"text/plain": "help"}, "start": 0})],
        })
    }

    fn run_aside(&mut self, code: &str) -> Result<MimeBundle, Failure> {
        match code {
            "panic" => panic!("aside"),
            "bad" => Err(failure("Bad", "not aside")),
            _ => Ok(MimeBundle::plain(code.to_uppercase())),
        }
    }

    fn evaluate(&mut self, expression: &str) -> Result<MimeBundle, Failure> {
        match expression {
            "panic" => panic!("in an expression"),
            "bad" => Err(failure("Bad", "no value")),
            _ => Ok(MimeBundle::plain(expression.to_uppercase())),
        }
    }

    fn complete(&mut self, code: &str, cursor: usize) -> Completions {
        let word = code.chars().take(cursor).collect::<String>();
        assert_ne!(word, "panic", "in completion");
        Completions {
            start: 0,
            end: cursor,
            matches: vec![Match {
                text: format!("{word}!"),
                kind: "keyword".to_owned(),
            }],
        }
    }

    fn inspect(&mut self, code: &str, cursor: usize, detail: u8) -> Option<MimeBundle> {
        (code != "unknown").then(|| {
            MimeBundle::plain(format!("{code} at {cursor}, detail {detail}"))
                .with(mime::HTML, "<b>documentation</b>")
        })
    }

    fn is_complete(&mut self, code: &str) -> Completeness {
        match code {
            "complete" => Completeness::Complete,
            "incomplete" => Completeness::Incomplete {
                indent: "  ".to_owned(),
            },
            "invalid" => Completeness::Invalid,
            _ => Completeness::Unknown,
        }
    }

    fn interrupter(&self) -> Box<dyn Fn() + Send + Sync> {
        let interrupted = Arc::clone(&self.interrupted);
        Box::new(move || interrupted.store(true, Ordering::SeqCst))
    }

    fn shutdown(&mut self) {
        self.was_shut_down.store(true, Ordering::SeqCst);
    }
}

impl Toy {
    /// A toy that tells when it has been shut down.
    pub(super) fn new(was_shut_down: Arc<AtomicBool>) -> Self {
        Self {
            was_shut_down,
            ..Self::default()
        }
    }

    fn obey(&self, line: &str, out: &dyn Output) -> Result<(), Failure> {
        let (order, argument) = line.split_once(' ').unwrap_or((line, ""));
        match order {
            "out" => out.stdout(&format!("{argument}\n")),
            "err" => out.stderr(&format!("{argument}\n")),
            "show" => out.display(&MimeBundle::plain(argument), None),
            "named" => out.display(&MimeBundle::plain("first"), Some(argument)),
            "update" => out.update(&MimeBundle::plain("second"), argument),
            "withdraw" => out.withdraw(argument),
            "value" => out.result(&MimeBundle::plain(argument).with_metadata("colour", "red")),
            "clear" => out.clear(argument == "wait"),
            "ask" | "secret" => match out.input(argument, order == "secret") {
                Ok(answer) => out.stdout(&format!("heard {answer}\n")),
                Err(why) => return Err(failure("NoInput", &why)),
            },
            "loop" => self.wait_for_interrupt(out)?,
            "sleep" => thread::sleep(Duration::from_millis(argument.parse().unwrap())),
            "deaf" => thread::sleep(Duration::from_secs(60)),
            "lines" => {
                let line = format!("{:79}\n", argument);
                for _ in 0..argument.parse::<usize>().unwrap() / line.len() {
                    out.stdout(&line);
                }
            }
            "comm" => {
                let message = CommMessage {
                    data: json!({"x": 1}),
                    metadata: json!({"version": "2.1.0"}),
                    buffers: vec![b"ab".to_vec()],
                };
                let id = self.comms.as_ref().unwrap().open(argument, &message);
                out.stdout(&id);
            }
            "widget" => {
                let shown = out.live(Box::new(Counter(0)), MimeBundle::plain("still"));
                out.result(&shown);
            }
            "watch" => {
                out.display(&MimeBundle::plain("watching"), None);
                while !out.interrupted() {
                    thread::sleep(Duration::from_millis(5));
                }
            }
            "fail" => return Err(failure("Sad", argument)),
            "panic" => panic!("{argument}"),
            _ => {}
        }
        Ok(())
    }

    fn wait_for_interrupt(&self, out: &dyn Output) -> Result<(), Failure> {
        out.display(&MimeBundle::plain("looping"), None);
        for _ in 0..6000 {
            if self.interrupted.load(Ordering::SeqCst) {
                return Err(failure("Interrupted", "the cell was interrupted"));
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

fn failure(name: &str, value: &str) -> Failure {
    Failure {
        name: name.to_owned(),
        value: value.to_owned(),
        traceback: vec![format!("{name}: {value}")],
    }
}

/// Counts what it is told.
#[derive(Debug)]
struct Counter(i64);

impl Widget for Counter {
    fn face(&self) -> Face {
        Face {
            name: "counter",
            module: "export default {}",
            style: "b {}",
        }
    }

    fn state(&self) -> Map<String, Value> {
        Map::from_iter([("count".to_owned(), json!(self.0))])
    }

    fn told(&mut self, message: &Value) -> Reaction {
        assert_ne!(*message, json!("panic"), "in a widget");
        self.0 += 1;
        Reaction {
            messages: vec![json!({"heard": message})],
            magic: message["run"].as_str().map(str::to_owned),
            ..Reaction::of("count", self.0)
        }
    }

    fn changed(&mut self, state: &Map<String, Value>) -> Reaction {
        self.0 = state["count"].as_i64().unwrap();
        Reaction::default()
    }

    fn ran(&mut self, outcome: Result<&MimeBundle, &str>) -> Reaction {
        match outcome {
            Ok(shown) => Reaction::of("shown", shown.text()),
            Err(why) => Reaction::of("failed", why),
        }
    }
}

/// Says back what it hears; the buffers backwards.
struct Echo;

impl CommTarget for Echo {
    fn opened(&mut self, id: &str, message: &CommMessage, comms: &Comms) -> Result<(), Failure> {
        if message.data == json!({"refuse": true}) {
            return Err(failure("Shy", "not today"));
        }
        self.received(id, message, comms)
    }

    fn received(&mut self, id: &str, message: &CommMessage, comms: &Comms) -> Result<(), Failure> {
        assert_ne!(message.data, json!("panic"), "in a comm");
        let mut answer = message.clone();
        answer.buffers.reverse();
        comms.send(id, &answer);
        Ok(())
    }

    fn closed(&mut self, id: &str) {
        assert_ne!(id, "panic", "while closing");
    }
}
