//! The JupyterLab extension that colours magics. Its source is the folder `kernel-spec/`, as that of the kernelspec; it needs no build.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const NAME: &str = "quincunx";
const FILES: [(&str, &str); 2] = [
    (
        "package.json",
        include_str!("../../kernel-spec/data/share/jupyter/labextensions/quincunx/package.json"),
    ),
    (
        "static/magics.js",
        include_str!(
            "../../kernel-spec/data/share/jupyter/labextensions/quincunx/static/magics.js"
        ),
    ),
];

/// Writes the extension into Jupyter's folder `data`; an earlier one is replaced.
pub(super) fn install(data: &Path) -> Result<(), String> {
    let folder = folder(data);
    for (name, content) in FILES {
        let file = folder.join(name);
        write(&file, content)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    Ok(())
}

/// Removes the extension from Jupyter's folder `data`, if it is there.
pub(super) fn uninstall(data: &Path) -> Result<(), String> {
    let folder = folder(data);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

fn folder(data: &Path) -> PathBuf {
    data.join("labextensions").join(NAME)
}

fn write(file: &Path, content: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, content)
}
