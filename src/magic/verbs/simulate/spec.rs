//! `%q simulate --spec`: sorts that give back published tables.

use crate::magic::verbs::shared::{checked_name, file, opening};
use crate::magic::{Answer, Call, MagicError};
use crate::qmethod::reconstruction::{
    Interrupted, Position, ReconstructionEnd, achieved, reconstruct,
};
use crate::render;
use crate::study_files::read_plan;

/// What a bar of progress is made of: there are millions of changes.
const PARTS: usize = 1_000;

/// Searches as the plan says, with another seed if one is given, and takes the study in under `name`.
pub(super) fn reconstructed(
    path: &str,
    quick: bool,
    seed: Option<u64>,
    name: &str,
    call: &mut Call<'_>,
) -> Result<Answer, MagicError> {
    if call.body.is_some() {
        return Err(MagicError::Refused(
            "`%%q simulate --spec` takes no lines below it: the plan says who holds what. Write `%q simulate --spec FILE`.".to_owned(),
        ));
    }
    let name = checked_name(name)?;
    let file = read_plan(&file(path, call.directory))?;
    let mut plan = file.plan;
    plan.seed = seed.unwrap_or(plan.seed);
    if quick {
        plan.stages = file.quick;
    }
    let watch = &mut |position: Position| -> Result<(), Interrupted> {
        let words = format!(
            "thousand changes tried; correlations {} off in the mean",
            render::fixed(position.deviation, 3)
        );
        call.advance(position.done / PARTS, position.total / PARTS, &words)
            .map_err(|_| Interrupted)
    };
    let found = reconstruct(&plan, watch).map_err(|end| match end {
        ReconstructionEnd::Interrupted => MagicError::Interrupted,
        ReconstructionEnd::Refused(error) => error.into(),
    })?;
    let reached = achieved(&plan, &found.study)?;
    let notes = vec![format!(
        "These sorts are a RECONSTRUCTION: synthetic sorts that a search with seed {} fitted to published tables. They are nobody's answers, say nothing about any \
         person and are no evidence for the published findings.",
        plan.seed
    )];
    let report = render::reconstruction(&plan, &found, &reached);
    let unkept = call.session.unkept();
    let origin = vec![call.step()];
    call.session.add_study(name, found.study, origin, notes);
    Ok(Answer::step(opening(report, unkept)))
}
