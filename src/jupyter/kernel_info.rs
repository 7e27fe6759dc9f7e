//! What the kernel says of itself.

use super::PROTOCOL_VERSION;
use super::connection::Ports;
use super::language::LanguageInfo;
use serde_json::{Value, json};

/// `kernel_info_reply`. Requests are taken in only once the language is known.
pub(super) fn content(info: Option<&LanguageInfo>) -> Value {
    let mut content = json!({
        "status": "ok",
        "protocol_version": PROTOCOL_VERSION,
        "debugger": false,
        "supported_features": [],
    });
    if let Some(info) = info {
        content["implementation"] = info.implementation.as_str().into();
        content["implementation_version"] = info.implementation_version.as_str().into();
        content["banner"] = info.banner.as_str().into();
        content["language_info"] = info.language_info.clone();
        let links = info.help_links.iter();
        content["help_links"] = links
            .map(|(text, url)| json!({"text": text, "url": url}))
            .collect();
    }
    content
}

/// `connect_reply`.
pub(super) fn ports(ports: Ports) -> Value {
    json!({
        "status": "ok",
        "shell_port": ports.shell,
        "iopub_port": ports.iopub,
        "stdin_port": ports.stdin,
        "control_port": ports.control,
        "hb_port": ports.heartbeat,
    })
}
