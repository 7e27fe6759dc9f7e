//! The house as ARCHITECTURE.md draws it: who may use whom, and where each library stands.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Longer files hold more than one subject.
const LONGEST_FILE: usize = 450;

/// A module, the modules of ours it may use, and the libraries it may use.
struct Module {
    name: &'static str,
    ours: &'static [&'static str],
    libraries: &'static [&'static str],
}

/// From the bottom up: each layer may use those before it.
const MODULES: &[Module] = &[
    // Layer 0
    Module {
        name: "numeric",
        ours: &[],
        libraries: &["libm", "nalgebra"],
    },
    Module {
        name: "mime",
        ours: &[],
        libraries: &["serde_json"],
    },
    Module {
        name: "output",
        ours: &["mime"],
        libraries: &["serde_json"],
    },
    // Layer 1
    Module {
        name: "qmethod",
        ours: &["numeric"],
        libraries: &["nalgebra", "thiserror"],
    },
    Module {
        name: "concourse",
        ours: &["numeric"],
        libraries: &["strsim", "thiserror"],
    },
    // Layer 2: side by side, not seeing each other, but for what was collected here
    Module {
        name: "survey",
        ours: &["numeric", "output"],
        libraries: &[
            "base64",
            "chrono",
            "rusqlite",
            "serde",
            "serde_json",
            "strsim",
            "thiserror",
            "uuid",
        ],
    },
    Module {
        name: "study_files",
        ours: &["concourse", "numeric", "output", "qmethod", "survey"],
        libraries: &[
            "calamine",
            "polars",
            "polars_io",
            "polars_parquet_format",
            "quick_xml",
            "serde",
            "serde_json",
            "strsim",
            "thiserror",
            "zip",
        ],
    },
    Module {
        name: "render",
        ours: &["concourse", "numeric", "mime", "qmethod"],
        libraries: &[
            "ab_glyph",
            "base64",
            "comfy_table",
            "dejavu",
            "maud",
            "plotters",
            "plotters_backend",
            "png",
            "serde_json",
            "unicode_width",
        ],
    },
    Module {
        name: "session",
        ours: &["concourse", "numeric", "qmethod"],
        libraries: &["sha2", "strsim", "thiserror"],
    },
    Module {
        name: "rust_cell",
        ours: &["mime", "output"],
        libraries: &[
            "crossbeam_channel",
            "dirs",
            "evcxr",
            "rustix",
            "serde",
            "serde_json",
            "sha2",
            "tempfile",
            "unicode_width",
        ],
    },
    // Layer 3: results where there are no magics
    Module {
        name: "notebook",
        ours: &["mime", "numeric", "qmethod", "study_files", "render"],
        libraries: &[],
    },
    // Layer 3, in which the second uses the first
    Module {
        name: "publish",
        ours: &["concourse", "numeric", "qmethod", "study_files", "render"],
        libraries: &[
            "docx_rs",
            "rust_xlsxwriter",
            "serde_json",
            "tempfile",
            "thiserror",
            "unicode_width",
            "zip",
        ],
    },
    Module {
        name: "magic",
        ours: &[
            "mime",
            "output",
            "concourse",
            "qmethod",
            "study_files",
            "render",
            "session",
            "publish",
            "survey",
        ],
        libraries: &["clap", "dirs", "serde_json", "shlex", "strsim", "thiserror"],
    },
    // Layer 4
    Module {
        name: "cell",
        ours: &[
            "numeric",
            "mime",
            "output",
            "qmethod",
            "render",
            "session",
            "rust_cell",
            "magic",
        ],
        libraries: &[],
    },
    Module {
        name: "jupyter",
        ours: &["mime", "output"],
        libraries: &[
            "chrono",
            "hmac",
            "rusqlite",
            "rustix",
            "serde",
            "serde_json",
            "sha2",
            "signal_hook",
            "thiserror",
            "uuid",
            "zmq",
            "zmq_sys",
        ],
    },
    // Layer 5
    Module {
        name: "kernel",
        ours: &["mime", "output", "rust_cell", "cell", "jupyter"],
        libraries: &["serde_json"],
    },
    // The program
    Module {
        name: "cli",
        ours: &["jupyter", "kernel"],
        libraries: &["clap", "dirs", "serde_json"],
    },
    Module {
        name: "main",
        ours: &["rust_cell", "cli"],
        libraries: &[],
    },
];

/// Where our crates keep their sources: the kernel, and the method, which is compiled with full optimisation.
const ROOTS: [&str; 2] = ["src", "method/src"];

/// What the standard library and the language call their own.
const EVERYWHERE: [&str; 6] = ["std", "core", "alloc", "crate", "self", "super"];

#[test]
fn dependencies_point_down_only() {
    let mut faults = Vec::new();
    for file in sources() {
        let Some(module) = module_of(&file) else {
            continue;
        };
        for used in used_modules(&code(&file)) {
            if used != module.name && !module.ours.contains(&used.as_str()) {
                faults.push(format!(
                    "{}: `{}` may not use `{used}`. Move what both need below both of them, or pass it in; the table is in \
                     tests/integration/layering.rs and ARCHITECTURE.md.",
                    file.display(),
                    module.name
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn each_library_has_its_place() {
    let libraries = libraries();
    let mut faults = Vec::new();
    for file in sources() {
        let Some(module) = module_of(&file) else {
            continue;
        };
        let code = code(&file);
        for library in &libraries {
            let allowed = module.libraries.contains(&library.as_str());
            if !allowed && names(&code, library) {
                let places: Vec<&str> = MODULES
                    .iter()
                    .filter(|m| m.libraries.contains(&library.as_str()))
                    .map(|m| m.name)
                    .collect();
                faults.push(format!(
                    "{}: `{library}` has its place in {}. Call it there, behind a function of ours.",
                    file.display(),
                    places.join(", ")
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_table_says_nothing_that_is_not_so() {
    let mut used: BTreeMap<&str, String> = BTreeMap::new();
    for file in sources() {
        if let Some(module) = module_of(&file) {
            used.entry(module.name).or_default().push_str(&code(&file));
        }
    }
    for module in MODULES {
        let code = used.get(module.name);
        let code = code.unwrap_or_else(|| panic!("there is no module {}", module.name));
        for library in module.libraries {
            // The method may use nalgebra; it does so through `numeric`.
            let stands = names(code, library) || (module.name, *library) == ("qmethod", "nalgebra");
            assert!(
                stands,
                "`{}` does without `{library}`: take it off",
                module.name
            );
        }
    }
    let before: Vec<&str> = MODULES.iter().map(|m| m.name).collect();
    for (at, module) in MODULES.iter().enumerate() {
        for below in module.ours {
            let program = module.name == "main" && *below == "cli";
            let lower = before.iter().take(at).any(|name| name == below);
            assert!(
                lower || program,
                "{} uses {below}, which is not below it",
                module.name
            );
        }
    }
}

#[test]
fn the_method_is_pure() {
    let impure = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "std::time",
        "std::io",
        "serde",
    ];
    for file in sources() {
        let path = file.to_string_lossy();
        if ["src/qmethod", "src/numeric", "src/concourse"]
            .iter()
            .any(|m| path.contains(m))
        {
            let code = code(&file);
            for what in impure {
                assert!(
                    !code.contains(what),
                    "{path}: the method does no {what}; let the caller do it and pass the result in"
                );
            }
        }
    }
}

#[test]
fn no_file_is_unfinished_or_too_long() {
    let mut faults = Vec::new();
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        let path = file.display();
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!(
                "{path}: {lines} lines, at most {LONGEST_FILE}. Give a part of it a file of its own."
            ));
        }
        for unfinished in ["todo!(", "unimplemented!(", "dbg!("] {
            if text.contains(unfinished) {
                faults.push(format!("{path}: holds {unfinished}…). Finish it."));
            }
        }
        if file.file_name().is_some_and(|name| name == "mod.rs") {
            faults.push(format!("{path}: modules are `foo.rs` beside `foo/`."));
        }
        if text.contains("#[cfg(test)]") {
            faults.push(format!("{path}: tests stand in tests/integration."));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Our own source files; not the bridge that Rust cells compile, which is text to us.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = ROOTS.map(PathBuf::from).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("rust_cell/q") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 100, "only {} files under src", found.len());
    found.sort();
    found
}

/// The module a file belongs to; `lib.rs` only lists them.
fn module_of(file: &Path) -> Option<&'static Module> {
    let inside = ROOTS.iter().find_map(|root| file.strip_prefix(root).ok())?;
    let first = inside.components().next()?;
    let name = Path::new(first.as_os_str()).with_extension("");
    if name.as_os_str() == "lib" {
        return None;
    }
    let module = MODULES.iter().find(|m| Path::new(m.name) == name);
    let missing = || panic!("{} is in no layer: add it to the table", file.display());
    Some(module.unwrap_or_else(missing))
}

/// The text of a file without its comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules of ours that follow `crate::` or `quincunx::`, grouped imports included.
fn used_modules(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for root in ["crate::", "quincunx::"] {
        for (at, _) in code.match_indices(root) {
            let rest = code.get(at + root.len()..).unwrap_or_default();
            let group = rest.strip_prefix('{').and_then(|g| g.split('}').next());
            match group {
                Some(group) => used.extend(group.split(',').map(first_word)),
                None => used.push(first_word(rest)),
            }
        }
    }
    used.retain(|name| MODULES.iter().any(|m| m.name == name));
    used.sort();
    used.dedup();
    used
}

fn first_word(text: &str) -> String {
    let word = text.trim_start().chars();
    word.take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The libraries of our crates' manifests, as code names them.
fn libraries() -> Vec<String> {
    let manifests =
        ["Cargo.toml", "method/Cargo.toml"].map(|path| fs::read_to_string(path).unwrap());
    let mut names: Vec<String> = manifests
        .iter()
        .flat_map(|manifest| dependencies(manifest))
        .collect();
    names.retain(|name| !EVERYWHERE.contains(&name.as_str()));
    assert!(
        names.len() > 10,
        "the dependencies of Cargo.toml: {names:?}"
    );
    names
}

fn dependencies(manifest: &str) -> impl Iterator<Item = String> {
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap();
    let dependencies = dependencies.split("\n[").next().unwrap();
    let names = dependencies.lines().filter_map(|line| line.split_once('='));
    names
        .map(|(name, _)| name.trim().replace('-', "_"))
        .filter(|name| !name.starts_with('#'))
}

/// Whether `code` names the library: as the root of a path, or in `use library;` and `use library as …`.
fn names(code: &str, library: &str) -> bool {
    code.match_indices(library).any(|(at, _)| {
        let before = code.get(..at).unwrap_or_default();
        let after = code.get(at + library.len()..).unwrap_or_default();
        let within_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        let imported = before.ends_with("use ") && after.starts_with([';', ' ']);
        !within_word && (after.starts_with("::") || imported)
    })
}
