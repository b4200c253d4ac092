//! The Arrow schema that writers leave beside that of Parquet (`ARROW:schema`), and what pyarrow takes from it: what
//! Parquet has no word for. Where the two do not fit, Parquet's is right.

use std::sync::Arc;

use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::{Type, root_as_message_with_opts};
use arrow_schema::extension::{EXTENSION_TYPE_METADATA_KEY, EXTENSION_TYPE_NAME_KEY};
use arrow_schema::{DataType, Field, FieldRef, Fields, Metadata};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flatbuffers::VerifierOptions;

use super::metadata::MAX_ELEMENTS;
use crate::type_name::extension;

/// How deep fields may lie inside each other: a few more than columns may.
const MAX_DEPTH: usize = 136;

/// The fields of the schema in this text (base64 of a message of Arrow's IPC format); `None` where there are none, or
/// none that Parquet can hold.
pub(super) fn decode(text: &[u8]) -> Option<Fields> {
    let bytes = BASE64_STANDARD.decode(text).ok()?;
    // A mark and the length are before it, of Arrow before 0.15 the length alone.
    let message = match bytes.strip_prefix(&[0xff; 4]) {
        Some(rest) => rest.get(4..)?,
        None => bytes.get(4..)?,
    };
    // Tables and texts may be shared, which lets a small message stand for a large schema.
    let limits = VerifierOptions {
        max_depth: MAX_DEPTH,
        max_tables: (message.len() / 12).min(4 * MAX_ELEMENTS),
        max_apparent_size: message.len().saturating_mul(4),
        ignore_missing_null_terminator: false,
    };
    let schema = root_as_message_with_opts(&limits, message).ok()?.header_as_schema()?;
    // Parquet has no unions, and one with too many members stops the conversion with a panic.
    let mut fields: Vec<_> = schema.fields()?.iter().collect();
    while let Some(field) = fields.pop() {
        if field.type_type() == Type::Union {
            return None;
        }
        fields.extend(field.children().into_iter().flatten());
    }
    Some(try_fb_to_schema(schema).ok()?.fields)
}

/// A column with what the field of the original schema adds to it; `None` where that is nothing.
pub(super) fn restore(column: &Field, origin: &Field) -> Option<Field> {
    let restored = restore_storage(column, origin);
    if extension(origin).is_none() {
        return restored.or_else(|| (!origin.metadata().is_empty()).then(|| column.clone()));
    }
    let storage = restored.as_ref().unwrap_or(column).data_type();
    if extension(column).is_none() && !storage.equals_datatype(origin.data_type()) {
        return restored.or_else(|| Some(column.clone()));
    }
    let metadata = [EXTENSION_TYPE_NAME_KEY, EXTENSION_TYPE_METADATA_KEY];
    let metadata = metadata.into_iter().filter_map(|key| Some((key, origin.metadata().get(key)?)));
    Some(retyped(column, origin.data_type().clone(), origin).with_metadata(Metadata::from_iter(metadata)))
}

fn restore_storage(column: &Field, origin: &Field) -> Option<Field> {
    let data_type = match (column.data_type(), origin.data_type()) {
        (DataType::Struct(fields), DataType::Struct(origins)) if fields.len() == origins.len() => {
            let restored: Vec<_> = fields.iter().zip(origins).map(|(field, origin)| restore(field, origin)).collect();
            if restored.iter().all(Option::is_none) {
                return None;
            }
            let merged = fields.iter().zip(restored);
            DataType::Struct(merged.map(|(field, restored)| restored.map_or_else(|| field.clone(), Arc::new)).collect())
        }
        (DataType::List(item), DataType::List(origin)) => DataType::List(Arc::new(restore(item, origin)?)),
        (DataType::List(item), DataType::LargeList(origin)) => DataType::LargeList(either(item, origin)),
        (DataType::List(item), DataType::FixedSizeList(origin, len)) => {
            DataType::FixedSizeList(either(item, origin), *len)
        }
        (DataType::List(item), DataType::ListView(origin)) => DataType::ListView(either(item, origin)),
        (DataType::List(item), DataType::LargeListView(origin)) => DataType::LargeListView(either(item, origin)),
        // That keys are sorted is told only where something else is, too: so does pyarrow.
        (DataType::Map(entries, _), DataType::Map(origin, sorted)) => {
            DataType::Map(Arc::new(restore(entries, origin)?), *sorted)
        }
        (DataType::Timestamp(unit, Some(_)), DataType::Timestamp(_, Some(zone))) if !zone.is_empty() => {
            DataType::Timestamp(*unit, Some(zone.clone()))
        }
        (column @ DataType::Timestamp(..), DataType::Timestamp(..)) => column.clone(),
        (column @ (DataType::Utf8 | DataType::Binary), DataType::Dictionary(index, _)) => {
            DataType::Dictionary(index.clone(), Box::new(column.clone()))
        }
        (DataType::Int64, origin @ DataType::Duration(_))
        | (DataType::Utf8, origin @ (DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View))
        | (DataType::Binary, origin @ (DataType::Binary | DataType::LargeBinary | DataType::BinaryView))
        | (
            DataType::Decimal128(..),
            origin @ (DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal256(..)),
        ) => origin.clone(),
        _ => return None,
    };
    Some(retyped(column, data_type, origin))
}

/// The column with another type; whether a dictionary is ordered stands beside its type.
fn retyped(column: &Field, data_type: DataType, origin: &Field) -> Field {
    let ordered = origin.dict_is_ordered().unwrap_or(false);
    column.clone().with_data_type(data_type).with_dict_is_ordered(ordered)
}

fn either(item: &FieldRef, origin: &Field) -> FieldRef {
    restore(item, origin).map_or_else(|| item.clone(), Arc::new)
}
