//! The kernelspec: how Jupyter finds the kernel and starts it. Its source is the folder `kernel-spec/`.

use serde_json::{Map, Value};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder name under which Jupyter knows the kernel, unless another is asked for.
pub const NAME: &str = "quincunx";
/// The file that describes a kernel, in its folder.
pub const KERNEL_JSON: &str = "kernel.json";

const DESCRIPTION: &str =
    include_str!("../../kernel-spec/data/share/jupyter/kernels/quincunx/kernel.json");
const LOGOS: [(&str, &[u8]); 3] = [
    (
        "logo-32x32.png",
        include_bytes!("../../kernel-spec/data/share/jupyter/kernels/quincunx/logo-32x32.png"),
    ),
    (
        "logo-64x64.png",
        include_bytes!("../../kernel-spec/data/share/jupyter/kernels/quincunx/logo-64x64.png"),
    ),
    (
        "logo-svg.svg",
        include_bytes!("../../kernel-spec/data/share/jupyter/kernels/quincunx/logo-svg.svg"),
    ),
];

/// Why a kernelspec could not be written.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// A name that Jupyter would not list.
    #[error("`{0}` cannot be a kernel's name; expected letters, digits, `.`, `_` and `-` only")]
    Name(String),
    /// The file system refused.
    #[error("cannot write {}: {source}", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The embedded description is broken.
    #[error("the embedded kernel.json is no JSON object: {0}")]
    Description(serde_json::Error),
}

/// Writes the kernelspec `name` into `kernels` (a folder `…/jupyter/kernels`), so that it starts `executable`; gives
/// the folder written. An earlier kernelspec of that name is replaced.
///
/// # Errors
/// See [`InstallError`].
pub fn install(
    kernels: &Path,
    name: &str,
    display_name: Option<&str>,
    executable: &Path,
) -> Result<PathBuf, InstallError> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if name.is_empty() || name.starts_with('.') || !name.chars().all(is_allowed) {
        return Err(InstallError::Name(name.to_owned()));
    }
    let folder = kernels.join(name);
    fs::create_dir_all(&folder).map_err(|source| unwritable(&folder, source))?;
    let description = describe(display_name, executable).map_err(InstallError::Description)?;
    write(&folder.join(KERNEL_JSON), description.as_bytes())?;
    for (file, content) in LOGOS {
        write(&folder.join(file), content)?;
    }
    Ok(folder)
}

/// The text of kernel.json for this `executable`.
fn describe(display_name: Option<&str>, executable: &Path) -> serde_json::Result<String> {
    let mut description: Map<String, Value> = serde_json::from_str(DESCRIPTION)?;
    // Jupyter servers seldom have our folder on their PATH.
    if let Some(program) = description.get_mut("argv").and_then(|argv| argv.get_mut(0)) {
        *program = executable.to_string_lossy().into();
    }
    if let Some(display_name) = display_name {
        description.insert("display_name".to_owned(), display_name.into());
    }
    serde_json::to_string_pretty(&description).map(|text| text + "\n")
}

fn write(path: &Path, content: &[u8]) -> Result<(), InstallError> {
    fs::write(path, content).map_err(|source| unwritable(path, source))
}

fn unwritable(path: &Path, source: io::Error) -> InstallError {
    InstallError::Unwritable {
        path: path.to_owned(),
        source,
    }
}
