//! Where Jupyter looks for kernels.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder for kernels within Jupyter's folder `data`.
pub(super) fn kernels(data: &Path) -> PathBuf {
    data.join("kernels")
}

/// Jupyter's data folder of the environment or installation at `prefix`.
pub(super) fn prefix_data(prefix: &Path) -> PathBuf {
    prefix.join("share").join("jupyter")
}

/// Jupyter's data folder of this user alone, if there is a home to put it in.
pub(super) fn user_data() -> Option<PathBuf> {
    if let Some(data) = variable("JUPYTER_DATA_DIR") {
        return Some(data);
    }
    if cfg!(target_os = "macos") {
        return Some(dirs::home_dir()?.join("Library").join("Jupyter"));
    }
    // Heeds XDG_DATA_HOME.
    Some(dirs::data_dir()?.join("jupyter"))
}

/// The prefix of the environment in use: an activated one, else that of the `python3` on PATH.
pub(super) fn active_prefix() -> Option<PathBuf> {
    variable("VIRTUAL_ENV")
        .or_else(|| variable("CONDA_PREFIX"))
        .or_else(python_prefix)
}

fn python_prefix() -> Option<PathBuf> {
    let output = Command::new("python3")
        .args(["-c", "import sys; print(sys.prefix)"])
        .output()
        .ok()?;
    let prefix = String::from_utf8(output.stdout).ok()?;
    let prefix = prefix.trim_end_matches('\n');
    (output.status.success() && !prefix.is_empty()).then(|| PathBuf::from(prefix))
}

/// Every folder of kernels that Jupyter would search, in its order. `jupyter` is the program found, if any.
pub(super) fn searched(jupyter: Option<&Path>) -> Vec<PathBuf> {
    let listed = env::var_os("JUPYTER_PATH").unwrap_or_default();
    let listed = env::split_paths(&listed).filter(|path| !path.as_os_str().is_empty());
    let of_jupyter = jupyter
        .and_then(|program| program.canonicalize().ok().or(Some(program.to_owned())))
        .and_then(|program| Some(program.parent()?.parent()?.to_owned()));
    let mut folders: Vec<_> = listed.chain(user_data()).collect();
    let prefixes = active_prefix().into_iter().chain(of_jupyter);
    folders.extend(prefixes.map(|prefix| prefix_data(&prefix)));
    folders.extend(["/usr/local", "/usr"].map(|prefix| prefix_data(Path::new(prefix))));
    let mut distinct = Vec::new();
    for folder in folders.iter().map(|data| kernels(data)) {
        if !distinct.contains(&folder) {
            distinct.push(folder);
        }
    }
    distinct
}

/// The program `name` on PATH.
pub(super) fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

fn variable(name: &str) -> Option<PathBuf> {
    let value = env::var_os(name)?;
    (!value.is_empty()).then(|| PathBuf::from(value))
}
