//! Examples in the help, and how to get to where they start.

/// A line that works from a certain point of an analysis of the case study.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What must have been done before.
    pub at: Station,
    /// The cell, `%q …` or `%%q …` with its body.
    pub cell: &'static str,
    /// What it does, in a few words.
    pub does: &'static str,
}

/// How far an analysis has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Station {
    /// Nothing is loaded.
    Start,
    /// A study of five statements is typed in.
    Inline,
    /// The case study is loaded.
    Study,
    /// Its sorts are correlated.
    Correlated,
    /// Unrotated factors are extracted.
    Extracted,
    /// Five factors are rotated.
    Rotated,
    /// Sorts are flagged.
    Flagged,
    /// One factor of a typed-in study, defined from both ends.
    Bipolar,
    /// The national solution and one per site are kept.
    Sites,
    /// Five super-factors of the sites' viewpoints are flagged.
    SecondOrder,
    /// A simulated study of two waves is solved.
    Waves,
    /// A study to collect is defined.
    Survey,
    /// A concourse about a market is read.
    Concourse,
    /// A Q set is drawn from it.
    Sampled,
}

impl Station {
    /// The magics that lead there.
    pub fn way(self) -> &'static [&'static str] {
        const WAY: [&str; 5] = [
            "%q example case-study",
            "%q correlate",
            "%q extract pca -k 8",
            "%q rotate varimax -k 5",
            "%q flag auto",
        ];
        const INLINE: &str =
            "%%q sorts\nid,1,2,3,4,5\nAnn,-1,0,0,0,1\nBob,0,-1,0,1,0\nCem,1,-1,0,0,0";
        const BIPOLAR: [&str; 2] = [
            "%%q sorts\nid,1,2,3,4,5,6,7,8,9\nAnn,-2,-1,-1,0,0,0,1,1,2\nBob,-2,-1,0,-1,0,0,1,2,1\nCem,2,1,1,0,0,0,-1,-2,-1\nDia,1,2,1,0,0,0,-1,-1,-2",
            "%q solve -k 1",
        ];
        const SITES: [&str; 4] = [
            "%q example case-study",
            "%q solve -k 5 --as national",
            "%q solve --by site -k A=3,B=4,C=3,D=3,E=3",
            "%q second-order A,B,C,D,E -k 5",
        ];
        const WAVES: [&str; 4] = [
            "%q example case-study",
            "%q solve -k 5 --as national",
            "%q simulate --of national --waves pre,post",
            "%q solve -k 5",
        ];
        const SURVEY: [&str; 1] = [
            "%%q survey\nname: Tea\ncondition: How well does this say what tea is to you?\ngrid: -1:1,0:3,1:1\n\n# Consent\nYour sort is stored without your name and read by this class alone.\n\n# Statements\nHot\nSweet\nStrong\nWith milk\nFrom leaves",
        ];
        const MARKET: [&str; 2] = [
            "%q concourse data/concourse/market.csv",
            "%q sample --total 30",
        ];
        match self {
            Self::Start => &[],
            Self::Inline => &[INLINE],
            Self::Study => WAY.get(..1).unwrap_or_default(),
            Self::Correlated => WAY.get(..2).unwrap_or_default(),
            Self::Extracted => WAY.get(..3).unwrap_or_default(),
            Self::Rotated => WAY.get(..4).unwrap_or_default(),
            Self::Flagged => &WAY,
            Self::Bipolar => &BIPOLAR,
            Self::Sites => SITES.get(..3).unwrap_or_default(),
            Self::SecondOrder => &SITES,
            Self::Waves => &WAVES,
            Self::Survey => &SURVEY,
            Self::Concourse => MARKET.get(..1).unwrap_or_default(),
            Self::Sampled => &MARKET,
        }
    }
}
