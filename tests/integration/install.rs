//! What `quincunx install` writes besides the kernelspec, and `quincunx uninstall`.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const SOURCE: &str = "kernel-spec/data/share/jupyter";

fn quincunx(prefix: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quincunx"))
        .args(arguments)
        .arg("--prefix")
        .arg(prefix)
        .output()
        .unwrap()
}

fn source(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join(SOURCE).join(file)).unwrap()
}

#[test]
fn install_brings_the_colours_of_magics() {
    let prefix = TempDir::new().unwrap();
    assert!(quincunx(prefix.path(), &["install"]).status.success());
    let folder = prefix.path().join("share/jupyter/labextensions/quincunx");
    for file in ["package.json", "static/magics.js"] {
        let written = fs::read_to_string(folder.join(file)).unwrap();
        assert!(written == source(&format!("labextensions/quincunx/{file}")));
    }
    let package: Value =
        serde_json::from_str(&source("labextensions/quincunx/package.json")).unwrap();
    let loaded = package["jupyterlab"]["_build"]["load"].as_str().unwrap();
    assert!(folder.join(loaded).is_file());
}

#[test]
fn uninstall_takes_away_what_install_wrote() {
    let prefix = TempDir::new().unwrap();
    let at = |path: &str| prefix.path().join("share/jupyter").join(path);
    for name in ["quincunx", "other"] {
        let installed = quincunx(prefix.path(), &["install", "--name", name]);
        assert!(installed.status.success());
    }
    assert!(quincunx(prefix.path(), &["uninstall"]).status.success());
    assert!(!at("kernels/quincunx").exists());
    assert!(at("labextensions/quincunx").exists(), "`other` needs it");
    let last = quincunx(prefix.path(), &["uninstall", "--name", "other"]);
    assert!(last.status.success());
    assert!(!at("kernels/other").exists());
    assert!(!at("labextensions/quincunx").exists());
}

#[test]
fn uninstall_takes_away_nothing_else() {
    let prefix = TempDir::new().unwrap();
    let kernels = prefix.path().join("share/jupyter/kernels");
    for (name, program) in [
        ("python3", "/usr/bin/python3"),
        ("packaged", "{resource_dir}/../../../../bin/quincunx"),
    ] {
        fs::create_dir_all(kernels.join(name)).unwrap();
        let text = serde_json::json!({ "argv": [program] }).to_string();
        fs::write(kernels.join(name).join("kernel.json"), text).unwrap();
    }
    for name in ["python3", "packaged", "absent", "", "..", "../.."] {
        let output = quincunx(prefix.path(), &["uninstall", "--name", name]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("no kernelspec of Quincunx"), "{told}");
        assert!(told.contains("pip uninstall quincunx"), "{told}");
    }
    assert!(kernels.join("python3/kernel.json").exists());
    assert!(kernels.join("packaged/kernel.json").exists());
}
