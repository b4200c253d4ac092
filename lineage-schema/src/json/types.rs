use std::sync::Arc;

use arrow_schema::extension::EXTENSION_TYPE_NAME_KEY;
use arrow_schema::{DataType, Field, Fields};

use super::shape::{Notes, Object, Room, Shape, kind};
use crate::union;

/// The extension type of JSON text.
const DEEP: &str = "arrow.json";

/// An object with more keys than these is a map, if its values have one type.
const MAX_STRUCT: usize = 200;

impl Object {
    /// The columns that records of this shape have.
    pub(super) fn into_columns(self, mut notes: Notes) -> (Vec<Field>, Notes) {
        (fields(self.fields, &mut notes), notes)
    }

    fn into_type(self, notes: &mut Notes) -> DataType {
        if !self.is_map() {
            notes.truncated |= self.rest.is_some();
            return DataType::Struct(fields(self.fields, notes).into());
        }
        let mut room = Room::default();
        let mut value = self.rest.map(|rest| *rest).unwrap_or_default();
        for (_, shape) in self.fields {
            value.merge(shape, &mut room);
        }
        notes.add(room.notes);
        map_of(value.into_field("value", notes))
    }

    fn is_map(&self) -> bool {
        let rest = self.rest.as_ref().map_or(0, |rest| rest.kinds);
        let kinds = self.fields.iter().fold(rest, |kinds, (_, shape)| kinds | shape.kinds);
        is_map(self.fields.len(), kinds)
    }
}

/// Whether objects of so many keys, with these kinds of values, are a map.
pub(crate) fn is_map(keys: usize, kinds: u8) -> bool {
    keys > MAX_STRUCT && kinds.is_power_of_two()
}

/// A map of texts to such values.
pub(crate) fn map_of(value: Field) -> DataType {
    let entries = Fields::from(vec![Field::new("key", DataType::Utf8, false), value]);
    DataType::Map(Arc::new(Field::new("entries", DataType::Struct(entries), false)), false)
}

/// The kinds of the values for which a field has its type.
pub(crate) fn kinds(field: &Field) -> u8 {
    match field.data_type() {
        DataType::Null => 0,
        DataType::Boolean => kind::BOOL,
        DataType::Int64 | DataType::Decimal128(..) | DataType::Float64 => kind::NUMBER,
        DataType::List(_) => kind::LIST,
        DataType::Struct(_) | DataType::Map(..) => kind::OBJECT,
        DataType::Union(members, _) => members.iter().fold(0, |all, (_, member)| all | kinds(member)),
        _ if is_deep(field) => kind::DEEP,
        _ => kind::TEXT,
    }
}

/// Whether a field is JSON text: what is too deep to be followed.
pub(crate) fn is_deep(field: &Field) -> bool {
    field.extension_type_name() == Some(DEEP)
}

fn fields(fields: Vec<(Box<str>, Shape)>, notes: &mut Notes) -> Vec<Field> {
    fields.into_iter().map(|(name, shape)| shape.into_field(name, notes)).collect()
}

impl Shape {
    /// Every field may be missing: that a sample has it everywhere says nothing of the rest.
    fn into_field(self, name: impl Into<String>, notes: &mut Notes) -> Field {
        if self.kinds & kind::DEEP != 0 {
            return Field::new(name, DataType::Utf8, true).with_metadata([(EXTENSION_TYPE_NAME_KEY, DEEP)]);
        }
        let Self { kinds, plain, numbers, moments, item, object } = self;
        let has = |kind| kinds & kind != 0;
        let types = [
            has(kind::BOOL).then_some(DataType::Boolean),
            has(kind::NUMBER).then(|| numbers.data_type()),
            has(kind::TEXT).then(|| if plain { DataType::Utf8 } else { moments.data_type() }),
            has(kind::LIST).then(|| list(item, notes)),
            object.map(|object| object.into_type(notes)),
        ];
        Field::new(name, one_of(types.into_iter().flatten().collect()), true)
    }
}

fn list(item: Option<Box<Shape>>, notes: &mut Notes) -> DataType {
    let item = item.unwrap_or_default().into_field("item", notes);
    DataType::List(Arc::new(item))
}

/// The type itself, if it is one; a union of several, which are no one column's types together.
fn one_of(mut types: Vec<DataType>) -> DataType {
    if types.len() < 2 {
        return types.pop().unwrap_or(DataType::Null);
    }
    let members = types.into_iter().map(|data_type| Field::new("", data_type, true)).collect();
    // There are but five kinds of values.
    union::dense(members).unwrap_or(DataType::Utf8)
}
