//! Hand-outs of viewpoints for LaTeX: one viewpoint a sheet.

use super::escaped;
use crate::render::figures::composite::{Card, Pile, Tint};
use crate::render::number::{fixed, signed, typographic};
use crate::render::reports::card::{Sheet, Viewpoint};

/// Any engine sets it; letters beyond Latin need LuaLaTeX or XeLaTeX and a font that has them.
const PREAMBLE: &str = r"\documentclass[a4paper,10pt]{article}
\usepackage[landscape,margin=10mm]{geometry}
\usepackage{iftex}
\ifPDFTeX\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{textcomp}\else\usepackage{fontspec}\fi
\usepackage{array,booktabs,xcolor}
\definecolor{plain}{RGB}{255,255,255}
\definecolor{apart}{RGB}{209,229,240}
\definecolor{shared}{RGB}{232,232,232}
\setlength{\parindent}{0pt}
\setlength{\fboxsep}{1.5pt}
\pagestyle{empty}
% A card: thickness of its frame, its ground, what stands on it.
\newcommand{\qcard}[3]{{\setlength{\fboxrule}{#1}\fcolorbox{black!70}{#2}{\parbox[t]{\dimexpr\linewidth-2\fboxsep-2\fboxrule}{\raggedright\hspace{0pt}#3}}}\par\vspace{1.5pt}}
% A list item with its value: the value, what follows it.
\newcommand{\qitem}[2]{\hangindent=2em\hangafter=1\makebox[1.6em][r]{\textbf{#1}}\hspace{.4em}\raggedright #2\par\vspace{1.5pt}}
\begin{document}
";

/// The sheets, one after another.
pub(in crate::render) fn handouts(title: &str, viewpoints: &[Viewpoint]) -> String {
    let sheets: Vec<String> = viewpoints
        .iter()
        .enumerate()
        .map(|(at, viewpoint)| {
            let place = format!("{title} · viewpoint {} of {}", at + 1, viewpoints.len());
            sheet(&Sheet::of(viewpoint), &place)
        })
        .collect();
    format!(
        "{PREAMBLE}{}\\end{{document}}\n",
        sheets.join("\\clearpage\n")
    )
}

fn sheet(sheet: &Sheet<'_>, place: &str) -> String {
    let viewpoint = sheet.viewpoint;
    let summary = viewpoint.summary.as_deref().unwrap_or_default();
    let paragraphs = summary.lines().filter(|line| !line.trim().is_empty());
    let summary: String = paragraphs
        .map(|p| format!("{}\\par\n", escaped(p)))
        .collect();
    let legend: Vec<String> = viewpoint
        .legend
        .iter()
        .map(|(_, words)| escaped(words))
        .collect();
    format!(
        "{{\\footnotesize {}\\par}}\n{{\\LARGE\\bfseries {}\\par}}\\smallskip\n{summary}{{\\footnotesize {}\\par}}\\medskip\n{}\\vfill\\hrule\\smallskip\n{}\\par\\smallskip\n{{\\scriptsize {}\\par}}\n",
        escaped(place),
        escaped(&viewpoint.name),
        escaped(&viewpoint.facts.join(" ")),
        grid(sheet),
        below(sheet),
        legend.join("\\quad ")
    )
}

/// The composite sort, lowest column on the left.
fn grid(sheet: &Sheet<'_>) -> String {
    let piles = &sheet.viewpoint.piles;
    let wide = 0.98 / piles.len().max(1) as f64;
    // A CSS pixel is three quarters of a point.
    let (size, skip) = (sheet.letters * 0.75, sheet.letters * 0.9);
    let columns: Vec<String> = piles
        .iter()
        .map(|pile| {
            format!(
                "\\begin{{minipage}}[t]{{{}\\linewidth}}\n{}\\end{{minipage}}",
                fixed(wide, 4),
                self::pile(pile)
            )
        })
        .collect();
    format!(
        "{{\\fontsize{{{}}}{{{}}}\\selectfont\\noindent\n{}\\par}}\n",
        fixed(size, 2),
        fixed(skip, 2),
        columns.join("\\hfill\n")
    )
}

fn pile(pile: &Pile) -> String {
    let cards: String = pile.cards.iter().map(card).collect();
    format!(
        "\\centering{{\\normalsize\\bfseries {}}}\\par\\vspace{{2pt}}\n{cards}",
        value(pile.value)
    )
}

fn card(card: &Card) -> String {
    let (frame, ground) = match card.tint {
        Tint::Plain => ("0.4pt", "plain"),
        Tint::Distinguishing => ("1pt", "apart"),
        Tint::Consensus => ("0.4pt", "shared"),
    };
    let mark = card
        .mark
        .map_or_else(String::new, |m| format!(" \\textbf{{{}}}", escaped(m)));
    format!(
        "\\qcard{{{frame}}}{{{ground}}}{{\\textbf{{{}}} {}{mark}}}\n",
        card.number,
        escaped(&card.text)
    )
}

fn value(value: i32) -> String {
    escaped(&typographic(&signed(i64::from(value))))
}

/// What stands beside one another below the grid.
fn below(sheet: &Sheet<'_>) -> String {
    let wide = fixed(0.98 / sheet.columns() as f64 - 0.015, 3);
    let parts = [
        ("What sets it apart", apart(sheet)),
        ("Who holds it", groups(sheet.viewpoint)),
        ("In their own words", words(sheet)),
        ("What all viewpoints share", shared(sheet)),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, part)| !part.is_empty())
        .map(|(heading, part)| {
            format!("\\begin{{minipage}}[t]{{{wide}\\linewidth}}\\footnotesize\n\\textbf{{{heading}}}\\par\\smallskip\n{part}\\end{{minipage}}")
        })
        .collect();
    parts.join("\\hfill\n")
}

fn apart(sheet: &Sheet<'_>) -> String {
    let items = sheet.apart.iter().map(|statement| {
        let others = statement
            .others
            .iter()
            .map(|v| v.map_or("--".to_owned(), value));
        let others: Vec<String> = others.collect();
        let text = escaped(&statement.text);
        format!(
            "\\qitem{{{}}}{{{text} {{\\scriptsize (others: {})}}}}\n",
            value(statement.value),
            others.join(", ")
        )
    });
    let left = sheet.viewpoint.apart.len() - sheet.apart.len();
    items.collect::<String>() + &more(left, "marked D in the grid")
}

fn shared(sheet: &Sheet<'_>) -> String {
    let items = sheet.shared.iter().map(|statement| {
        format!(
            "\\qitem{{{}}}{{{}}}\n",
            value(statement.value),
            escaped(&statement.text)
        )
    });
    let left = sheet.viewpoint.shared.len() - sheet.shared.len();
    items.collect::<String>() + &more(left, "marked C in the grid")
}

fn groups(viewpoint: &Viewpoint) -> String {
    let Some((by, groups)) = &viewpoint.groups else {
        return String::new();
    };
    let rows: String = groups
        .iter()
        .map(|g| format!("{} & {} of {} \\\\\n", escaped(&g.name), g.holders, g.sorts))
        .collect();
    format!(
        "\\begin{{tabular}}{{@{{}}lr@{{}}}}\n{} & define it \\\\\n\\midrule\n{rows}\\end{{tabular}}\n",
        escaped(by)
    )
}

fn words(sheet: &Sheet<'_>) -> String {
    let said = sheet.words.iter().map(|(said, text)| {
        let on = said
            .statement
            .map_or_else(String::new, |n| format!(" on {n}"));
        let end = if said.opposed {
            " from the opposite end"
        } else {
            ""
        };
        format!(
            "\\textit{{``{}''}} {{\\scriptsize{on}{end}}}\\par\\vspace{{1.5pt}}\n",
            escaped(text)
        )
    });
    said.collect::<String>() + &more(sheet.viewpoint.words.len() - sheet.words.len(), "comments")
}

/// What the sheet has no room for.
fn more(left: usize, what: &str) -> String {
    match left {
        0 => String::new(),
        left => format!("{{\\scriptsize and {left} more {what}\\par}}\n"),
    }
}
