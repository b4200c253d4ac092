use lineage_model::{Code, Diagnostic};

use super::listing::Candidate;
use crate::FileSchema;

/// Gives the columns of files without a header the names that a file with one has at the same places: a table that was
/// cut into files often has its header in the first alone. Tells of it, for the files may be of two tables instead.
pub(super) fn share(read: &mut [(Candidate, FileSchema)]) -> Option<Diagnostic> {
    let has_header = |schema: &FileSchema| schema.meta.dialect.as_ref().map(|dialect| dialect.header);
    let (first, named) = read.iter().find(|(_, schema)| has_header(schema) == Some(true))?;
    let names: Vec<String> = named.fields.iter().map(|field| field.name().clone()).collect();
    let first = first.key.clone();
    let (mut without, mut renamed) = (0_usize, 0_usize);
    for (_, schema) in read.iter_mut().filter(|(_, schema)| has_header(schema) == Some(false)) {
        without += 1;
        if schema.fields.len() == names.len() {
            renamed += 1;
            for (field, name) in schema.fields.iter_mut().zip(&names) {
                field.set_name(name.clone());
            }
        }
    }
    let message = format!(
        "{without} files have no header, others do: the columns of {renamed} of them are named by their places in {first}"
    );
    (without > 0).then(|| Diagnostic::new(Code::MixedHeaders, message))
}
