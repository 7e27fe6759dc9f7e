//! `quincunx install`: writes the kernelspec; needs no Python.

use super::{fail, folders, say};
use clap::Args;
use quincunx::jupyter::kernelspec;
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

/// Where to, and under which name.
#[derive(Args)]
pub(super) struct InstallArguments {
    /// For this user, in every environment (the default).
    #[arg(long, group = "place")]
    user: bool,
    /// For the active environment ($VIRTUAL_ENV, $CONDA_PREFIX, else that of python3).
    #[arg(long, group = "place")]
    sys_prefix: bool,
    /// For the environment or installation at P (into P/share/jupyter/kernels).
    #[arg(long, group = "place", value_name = "P")]
    prefix: Option<PathBuf>,
    /// The name for `jupyter … --kernel NAME`.
    #[arg(long, default_value = kernelspec::NAME)]
    name: String,
    /// The name that notebooks show.
    #[arg(long)]
    display_name: Option<String>,
}

/// Installs, and says where and what comes next.
pub(super) fn run(arguments: &InstallArguments) -> ExitCode {
    match install(arguments) {
        Ok(folder) => {
            say(format_args!(
                "Installed the kernelspec `{}` in {}.\n\
                 Next: start `jupyter lab` and choose the kernel from the launcher; `quincunx doctor` checks the rest.",
                arguments.name,
                folder.display()
            ));
            ExitCode::SUCCESS
        }
        Err(why) => fail(&why),
    }
}

fn install(arguments: &InstallArguments) -> Result<PathBuf, String> {
    let executable = env::current_exe()
        .map_err(|error| format!("cannot tell where this program is: {error}"))?;
    let kernels = kernels_folder(arguments)?;
    let display_name = arguments.display_name.as_deref();
    kernelspec::install(&kernels, &arguments.name, display_name, &executable)
        .map_err(|error| error.to_string())
}

fn kernels_folder(arguments: &InstallArguments) -> Result<PathBuf, String> {
    if let Some(prefix) = &arguments.prefix {
        return Ok(folders::prefix_kernels(prefix));
    }
    if arguments.sys_prefix {
        let prefix = folders::active_prefix().ok_or(
            "no environment found: VIRTUAL_ENV and CONDA_PREFIX are not set and python3 does not answer. \
             Activate one, or give --prefix P",
        )?;
        return Ok(folders::prefix_kernels(&prefix));
    }
    folders::user_kernels()
        .ok_or_else(|| "no home folder found; give --prefix P or set JUPYTER_DATA_DIR".to_owned())
}
