//! `quincunx install` and `quincunx uninstall`: the kernelspec, and the highlighter of magics beside it; needs no Python.

use super::{doctor, fail, folders, labextension, say};
use clap::Args;
use quincunx::jupyter::kernelspec::{self, KERNEL_JSON};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where to, and under which name.
#[derive(Args)]
pub(super) struct InstallArguments {
    #[command(flatten)]
    place: Place,
    /// The name for `jupyter … --kernel NAME`.
    #[arg(long, default_value = kernelspec::NAME)]
    name: String,
    /// The name that notebooks show.
    #[arg(long)]
    display_name: Option<String>,
}

/// Where from, and under which name.
#[derive(Args)]
pub(super) struct UninstallArguments {
    #[command(flatten)]
    place: Place,
    /// The name that the kernel was installed under.
    #[arg(long, default_value = kernelspec::NAME)]
    name: String,
}

/// Whose kernel it is.
#[derive(Args)]
struct Place {
    /// For this user, in every environment (the default).
    #[arg(long, group = "place")]
    user: bool,
    /// For the active environment ($VIRTUAL_ENV, $CONDA_PREFIX, else that of python3).
    #[arg(long, group = "place")]
    sys_prefix: bool,
    /// For the environment or installation at P (in P/share/jupyter).
    #[arg(long, group = "place", value_name = "P")]
    prefix: Option<PathBuf>,
}

/// Installs, and says where and what comes next.
pub(super) fn run(arguments: &InstallArguments) -> ExitCode {
    match install(arguments) {
        Ok(folder) => {
            say(format_args!(
                "Installed the kernelspec `{}` in {}, and JupyterLab's colours for magics beside it.\n\
                 Next: start `jupyter lab` and choose the kernel from the launcher; `quincunx doctor` checks the rest.",
                arguments.name,
                folder.display()
            ));
            ExitCode::SUCCESS
        }
        Err(why) => fail(&why),
    }
}

/// Takes away what [`run`] wrote, and says what.
pub(super) fn run_uninstall(arguments: &UninstallArguments) -> ExitCode {
    match uninstall(arguments) {
        Ok(folder) => {
            say(format_args!("Removed {}.", folder.display()));
            ExitCode::SUCCESS
        }
        Err(why) => fail(&why),
    }
}

fn install(arguments: &InstallArguments) -> Result<PathBuf, String> {
    let executable = env::current_exe()
        .map_err(|error| format!("cannot tell where this program is: {error}"))?;
    let data = data_folder(&arguments.place)?;
    let kernels = folders::kernels(&data);
    let display_name = arguments.display_name.as_deref();
    let folder = kernelspec::install(&kernels, &arguments.name, display_name, &executable)
        .map_err(|error| error.to_string())?;
    labextension::install(&data)?;
    Ok(folder)
}

fn uninstall(arguments: &UninstallArguments) -> Result<PathBuf, String> {
    let data = data_folder(&arguments.place)?;
    let kernels = folders::kernels(&data);
    let folder = kernels.join(&arguments.name);
    // Nothing but what `install` wrote is removed, whatever `--name` holds.
    if !starts_quincunx(&folder) || is_packaged(&folder) {
        return Err(format!(
            "no kernelspec of Quincunx in {}; `jupyter kernelspec list` shows where it is, then give --user, \
             --sys-prefix or --prefix P. One that came with a package goes with it: `pip uninstall quincunx`",
            folder.display()
        ));
    }
    fs::remove_dir_all(&folder)
        .map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    if !has_another(&kernels) {
        labextension::uninstall(&data)?;
    }
    Ok(folder)
}

/// Whether a kernel of ours is still installed in `kernels`.
fn has_another(kernels: &Path) -> bool {
    let entries = fs::read_dir(kernels).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .any(|folder| starts_quincunx(&folder))
}

fn starts_quincunx(folder: &Path) -> bool {
    let program = doctor::program_of(&folder.join(KERNEL_JSON));
    program.is_some_and(|program| Path::new(&program).file_name() == Some("quincunx".as_ref()))
}

/// Whether the kernelspec is a package's, which finds the program from its own place.
fn is_packaged(folder: &Path) -> bool {
    let program = doctor::program_of(&folder.join(KERNEL_JSON));
    program.is_some_and(|program| program.contains("{resource_dir}"))
}

/// Jupyter's data folder at `place`.
fn data_folder(place: &Place) -> Result<PathBuf, String> {
    if let Some(prefix) = &place.prefix {
        return Ok(folders::prefix_data(prefix));
    }
    if place.sys_prefix {
        let prefix = folders::active_prefix().ok_or(
            "no environment found: VIRTUAL_ENV and CONDA_PREFIX are not set and python3 does not answer. \
             Activate one, or give --prefix P",
        )?;
        return Ok(folders::prefix_data(&prefix));
    }
    folders::user_data()
        .ok_or_else(|| "no home folder found; give --prefix P or set JUPYTER_DATA_DIR".to_owned())
}
