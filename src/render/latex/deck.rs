//! The Q set as cards to print and cut out, for LaTeX: ten of them a sheet.

use super::escaped;
use crate::qmethod::Statement;
use crate::render::deck::{A_SHEET, letters};
use crate::render::number::fixed;

/// Any engine sets it; letters beyond Latin need LuaLaTeX or XeLaTeX and a font that has them.
const PREAMBLE: &str = r"\documentclass[a4paper,10pt]{article}
\usepackage[hmargin=20mm,vmargin=13mm]{geometry}
\usepackage{iftex}
\ifPDFTeX\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{textcomp}\usepackage{lmodern}\else\usepackage{fontspec}\fi
\setlength{\parindent}{0pt}
\setlength{\parskip}{0pt}
\setlength{\fboxsep}{0pt}
\setlength{\fboxrule}{0.2pt}
\raggedbottom
\pagestyle{empty}
% A card: its number, the size of its letters and the way from line to line, what stands on it.
\newcommand{\qcard}[4]{\fbox{\begin{minipage}[c][\dimexpr54mm-2\fboxrule][c]{\dimexpr85mm-2\fboxrule}\vspace*{\fill}%
\hspace*{4mm}\parbox{\dimexpr77mm-2\fboxrule}{\centering\fontsize{#2}{#3}\selectfont\hspace{0pt}#4\par}\par\vspace*{\fill}%
\hspace*{3mm}{\footnotesize\bfseries #1}\par\vspace*{2mm}\end{minipage}}}
\begin{document}
";

/// Cards beside one another.
const BESIDE: usize = 2;

/// The cards in the order of their numbers.
pub fn deck_latex(statements: &[Statement]) -> String {
    let sheets: Vec<String> = statements.chunks(A_SHEET).map(sheet).collect();
    format!(
        "{PREAMBLE}{}\\end{{document}}\n",
        sheets.join("\\clearpage\n")
    )
}

fn sheet(statements: &[Statement]) -> String {
    let rows = statements.chunks(BESIDE).map(|row| {
        let cards: Vec<String> = row.iter().map(card).collect();
        // Rows touch, so that one cut parts them.
        format!("{}\\par\\nointerlineskip\n", cards.join("%\n"))
    });
    rows.collect()
}

fn card(statement: &Statement) -> String {
    const LINE: f64 = 1.2;
    let size = letters(&statement.text);
    format!(
        "\\qcard{{{}}}{{{}}}{{{}}}{{{}}}",
        statement.number,
        fixed(size, 1),
        fixed(LINE * size, 1),
        escaped(&statement.text)
    )
}
