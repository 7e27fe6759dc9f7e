use super::shared::file;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::publish::SortsTable;
use crate::qmethod::cross_product::{
    ComponentWeights, Components, CrossProduct, CrossProductError,
};
use crate::qmethod::flagging::FlagRule;
use crate::render::Report;
use crate::study_files::{moments_size, read_moments};

/// Write the query that sums the sorts where they are
///
/// For sorts that are too many for this machine, or must not leave another: an engine (DuckDB, Trino, Spark) adds up what the method needs, and the few
/// sums come back as a table of one row. `cross-product` first; once it is loaded (`%q load --cross-product`), `moments` for varimax, then `totals` for flags and
/// scores (`%q load --cross-product … --totals …`), and `loadings` for the loadings and flags of every sort. The table has one row per sort.
#[derive(Debug, clap::Args)]
pub(super) struct Sql {
    /// What to sum
    #[arg(value_enum, value_name = "QUERY")]
    pass: Pass,
    /// How many statements there are, for `cross-product`; later queries take them from the sums
    #[arg(short = 'n', long, value_name = "NUMBER")]
    statements: Option<usize>,
    /// The table of the sorts
    #[arg(long, value_name = "TABLE", default_value = "sorts")]
    table: String,
    /// Its column that tells the sorts apart
    #[arg(long, value_name = "COLUMN", default_value = "id")]
    id: String,
    /// What stands before the number in the names of the statements' columns
    #[arg(long, value_name = "PREFIX", default_value = "s")]
    prefix: String,
    /// Sum the values as they were laid: for sorts that all fill one forced grid
    #[arg(long)]
    raw: bool,
    /// How many components, for `moments` and for factors that are not rotated
    #[arg(short = 'k', value_name = "NUMBER")]
    k: Option<usize>,
    /// The sums that the query `moments` returned: the components are rotated by varimax
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    moments: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Pass {
    /// Sums of products of statements: for principal components
    CrossProduct,
    /// Sums of products of loadings: for varimax
    Moments,
    /// The loadings and flags of every sort
    Loadings,
    /// Sums of the flagged sorts: for scores and arrays
    Totals,
}

impl Magic for Sql {
    const NAME: &'static str = "sql";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Start,
        cell: "%q sql cross-product -n 40 --table survey.sorts",
        does: "the query for an engine that holds the sorts of 40 statements",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        for name in [&self.table, &self.id, &self.prefix] {
            check_name(name)?;
        }
        let (title, query, next) = match self.pass {
            Pass::CrossProduct => self.cross_product()?,
            _ => self.of_sums(call)?,
        };
        Ok(Report::new(title).code(query).text(next).into())
    }
}

type Query = (&'static str, String, &'static str);

impl Sql {
    fn cross_product(&self) -> Result<Query, MagicError> {
        let n = self.statements.filter(|n| (2..=500).contains(n)).ok_or_else(|| {
            MagicError::Refused("`%q sql cross-product` needs the number of statements, from 2 to 500, such as `-n 40`.".to_owned())
        })?;
        let table = self.table_of(1..=n as u32);
        Ok((
            "Cross-product",
            table.cross_product(self.raw),
            "One row comes back. Save it as CSV or Parquet and load it: `%q load --cross-product FILE --grid GRID`.",
        ))
    }

    fn of_sums(&self, call: &Call<'_>) -> Result<Query, MagicError> {
        let product = &call.session.sums()?.product;
        let numbers = product.statements().iter().map(|s| s.number);
        let table = self.table_of(numbers);
        if self.pass == Pass::Moments {
            let k = self.k.ok_or_else(|| needs_k("%q sql moments"))?;
            let components = product.components(k).map_err(refused)?;
            return Ok((
                "Moments of the loadings",
                table.moments(components.vectors()),
                "One row comes back. Save it and name it as `--moments FILE` to `%q sql totals` and `%q sql loadings`.",
            ));
        }
        let weights = self.weights(product, call)?;
        let threshold = FlagRule::default().threshold(product.statements().len());
        Ok(match self.pass {
            Pass::Loadings => (
                "Loadings and flags",
                table.loadings(&weights, threshold),
                "One row per sort comes back: keep it in the engine, and count flags by any column that stands beside the sorts.",
            ),
            _ => (
                "Totals of the flagged sorts",
                table.totals(&weights, threshold),
                "One row comes back. Save it and load it beside the sums: `%q load --cross-product SUMS --totals FILE --grid GRID`.",
            ),
        })
    }

    /// n×k: a sort's loadings are its standardised values times these.
    fn weights(
        &self,
        product: &CrossProduct,
        call: &Call<'_>,
    ) -> Result<ComponentWeights, MagicError> {
        let of =
            |k: usize| -> Result<Components, MagicError> { product.components(k).map_err(refused) };
        let Some(moments) = &self.moments else {
            let k = self.k.ok_or_else(|| {
                needs_k("Without `--moments FILE` there is no rotation, and the query")
            })?;
            return Ok(of(k)?.vectors().clone());
        };
        let source = file(moments, call.directory);
        let k = moments_size(&source)?;
        if self.k.is_some_and(|asked| asked != k) {
            return Err(MagicError::Refused(format!(
                "{moments} holds the moments of {k} components. Leave `-k` out, or run `%q sql moments` for as many as you want."
            )));
        }
        let components = of(k)?;
        let mut moments = read_moments(&source, k)?;
        let (rotation, converged) = components.varimax(&mut moments);
        if !converged {
            return Err(MagicError::Refused(
                "Varimax does not come to rest on these moments. Check that they are of the same table and the same number of components.".to_owned(),
            ));
        }
        Ok(components.vectors() * rotation)
    }

    fn table_of(&self, numbers: impl IntoIterator<Item = u32>) -> SortsTable {
        let numbers = numbers.into_iter();
        SortsTable {
            table: self.table.clone(),
            id: self.id.clone(),
            columns: numbers.map(|n| format!("{}{n}", self.prefix)).collect(),
        }
    }
}

fn needs_k(what: &str) -> MagicError {
    MagicError::Refused(format!(
        "{what} needs the number of components, such as `-k 5`."
    ))
}

fn refused(error: CrossProductError) -> MagicError {
    MagicError::Refused(error.to_string())
}

/// What is written into a query has to be a name, or names joined by points.
fn check_name(name: &str) -> Result<(), MagicError> {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    if name.split('.').all(part) {
        return Ok(());
    }
    Err(MagicError::Refused(format!(
        "`{name}` is no name that a query can hold as it is: expected letters, digits and `_`, a letter first, such as `survey.sorts`. Give the table or its columns such names in a view."
    )))
}
