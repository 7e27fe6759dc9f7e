//! The verbs, one file each. A new verb is a new file and its line in [`verbs`].

mod against;
mod arrays;
mod background;
mod bootstrap;
mod card;
mod chain;
mod characteristics;
mod collecting;
mod compare;
mod composite;
mod concourse;
mod config;
mod consensus;
mod correlate;
mod crib;
mod decide;
mod differences;
mod dimensions;
mod disagreement;
mod distinguishing;
mod distribution;
mod example;
mod exemplars;
mod export;
mod extract;
mod flag;
mod grid;
mod help;
mod invert;
mod jackknife;
mod journal;
mod keep;
mod lineage;
mod load;
mod loadings;
mod match_sets;
mod name;
mod order;
mod participants;
mod power;
mod prevalence;
mod publishing;
mod ranks;
mod receipt;
mod report;
mod resampling;
mod respondents;
mod responses;
mod retain;
mod rotate;
mod sample;
mod score;
mod scores;
mod scree;
mod second_order;
mod shared;
mod simulate;
mod solve;
mod sort;
mod sorts;
mod split;
mod sql;
mod stability;
mod statements;
mod study;
mod summary;
mod survey;
mod swap;
mod testing;
mod undo;
mod use_name;
mod waves;

use super::verb::Verb;

/// Every verb there is, in the order of the help.
pub fn verbs() -> Vec<Verb> {
    vec![
        Verb::of::<load::Load>(),
        Verb::of::<example::Example>(),
        Verb::of::<survey::Survey>(),
        Verb::of::<sort::Sort>(),
        Verb::of::<respondents::Respondents>(),
        Verb::of::<study::Study>(),
        Verb::of::<sorts::Sorts>(),
        Verb::of::<statements::Statements>(),
        Verb::of::<participants::Participants>(),
        Verb::of::<grid::Grid>(),
        Verb::of::<distribution::Distribution>(),
        Verb::of::<responses::Responses>(),
        Verb::of::<simulate::Simulate>(),
        Verb::of::<concourse::ConcourseVerb>(),
        Verb::of::<decide::Decide>(),
        Verb::of::<sample::Sample>(),
        Verb::of::<sql::Sql>(),
        Verb::of::<correlate::Correlate>(),
        Verb::of::<extract::Extract>(),
        Verb::of::<scree::Scree>(),
        Verb::of::<retain::Retain>(),
        Verb::of::<lineage::Lineage>(),
        Verb::of::<rotate::Rotate>(),
        Verb::of::<invert::Invert>(),
        Verb::of::<swap::Swap>(),
        Verb::of::<order::Order>(),
        Verb::of::<flag::Flag>(),
        Verb::of::<split::Split>(),
        Verb::of::<score::Score>(),
        Verb::of::<solve::Solve>(),
        Verb::of::<loadings::Loadings>(),
        Verb::of::<scores::Scores>(),
        Verb::of::<ranks::Ranks>(),
        Verb::of::<arrays::Arrays>(),
        Verb::of::<composite::Composite>(),
        Verb::of::<characteristics::Characteristics>(),
        Verb::of::<distinguishing::Distinguishing>(),
        Verb::of::<consensus::Consensus>(),
        Verb::of::<disagreement::Disagreement>(),
        Verb::of::<differences::Differences>(),
        Verb::of::<crib::Crib>(),
        Verb::of::<exemplars::Exemplars>(),
        Verb::of::<dimensions::Dimensions>(),
        Verb::of::<name::Name>(),
        Verb::of::<summary::Summary>(),
        Verb::of::<card::Card>(),
        Verb::of::<prevalence::Prevalence>(),
        Verb::of::<compare::Compare>(),
        Verb::of::<receipt::Receipt>(),
        Verb::of::<match_sets::Match>(),
        Verb::of::<second_order::SecondOrder>(),
        Verb::of::<report::Report>(),
        Verb::of::<export::Export>(),
        Verb::of::<chain::Chain>(),
        Verb::of::<waves::Waves>(),
        Verb::of::<bootstrap::Bootstrap>(),
        Verb::of::<jackknife::Jackknife>(),
        Verb::of::<stability::Stability>(),
        Verb::of::<power::Power>(),
        Verb::of::<keep::Keep>(),
        Verb::of::<use_name::Use>(),
        Verb::of::<journal::Journal>(),
        Verb::of::<undo::Undo>(),
        Verb::of::<config::Config>(),
        Verb::of::<help::Help>(),
    ]
}
