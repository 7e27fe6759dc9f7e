use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render::Report;
use crate::session::{self, FigureChoice};

/// Show or change how results are delivered
///
/// Figures come as PNG, which every reader shows; SVG beside it is sharper in JupyterLab, but stops nbconvert's PDF export where Inkscape is
/// missing.
#[derive(Debug, clap::Args)]
pub(super) struct Config {
    #[command(subcommand)]
    key: Option<Key>,
}

#[derive(Debug, clap::Subcommand)]
enum Key {
    /// The format of figures
    Figure {
        /// png or svg
        #[arg(value_enum)]
        format: Format,
    },
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// At twice the size, shown everywhere
    Png,
    /// SVG beside the PNG
    Svg,
}

impl Magic for Config {
    const NAME: &'static str = "config";
    const GROUP: Group = Group::Session;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Start,
        cell: "%q config figure svg",
        does: "delivers figures as SVG too",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let changes = self.key.is_some();
        if let Some(Key::Figure { format }) = self.key {
            let figure = match format {
                Format::Png => FigureChoice::Png,
                Format::Svg => FigureChoice::Svg,
            };
            call.session.set_config(session::Config { figure });
        }
        let report = Report::new("").text(match call.session.config().figure {
            FigureChoice::Png => "Figures come as PNG.",
            FigureChoice::Svg => "Figures come as SVG, with PNG beside it.",
        });
        Ok(if changes {
            Answer::step(report)
        } else {
            report.into()
        })
    }
}
