use arrow_schema::{DataType, Field};

use crate::column::children;
use crate::{ReadError, ReadErrorKind, type_name};

/// How deep columns may nest, counted in [`Column`](crate::Column)s. Each takes two levels of JSON, of which 128 can be
/// read again.
pub(crate) const MAX_LEVELS: usize = 60;
/// How many bytes of names and types the columns of a file may have.
pub(crate) const MAX_OF_FILE: usize = 2 << 20;
/// And those of a dataset.
pub(crate) const MAX_OF_DATASET: usize = 8 << 20;
/// What stands around a type inside another one, at most: `, `, `: `, ` not null`, a name such as `fixed_size_list`.
const AROUND: usize = 32;

/// Whether columns can be told: a nested type is told in full at each level, and a path where something lies, so that
/// little can become much.
///
/// # Errors
/// `TooLarge` where they nest deeper than [`MAX_LEVELS`], or their names and types have more than `most` bytes.
pub(crate) fn check(fields: &[Field], most: usize) -> Result<(), ReadError> {
    let too_large = |message| Err(ReadError::new(ReadErrorKind::TooLarge, message));
    let mut left: Vec<_> = fields.iter().map(|field| (field, 1, 0_usize)).collect();
    let mut text = 0_usize;
    while let Some((field, level, above)) = left.pop() {
        if level > MAX_LEVELS {
            return too_large(format!("columns nest deeper than {MAX_LEVELS} levels"));
        }
        let inside = children(field.data_type());
        let of_type = match field.data_type() {
            DataType::Map(entries, _) => entries.name().len(),
            _ if inside.is_empty() => type_name(field).len(),
            _ => field.extension_type_metadata().map_or(0, str::len),
        };
        let around = if level == 1 && inside.is_empty() { 0 } else { AROUND };
        let name = field.name().len();
        // All types that hold this one tell it again.
        let told = (name + of_type + around).saturating_mul(level);
        text = text.saturating_add(told).saturating_add(above);
        if text > most {
            return too_large(format!("the names and types of columns would have more than {most} bytes, written out"));
        }
        left.extend(inside.into_iter().map(|field| (field, level + 1, above.saturating_add(name))));
    }
    Ok(())
}
