use std::fmt;

use arrow_schema::{DataType, Field, IntervalUnit, TimeUnit, UnionMode};
use serde::Deserialize;

/// The name of a field's type, as pyarrow 25 prints it: `timestamp[us, tz=UTC]`, `list<element: int32 not null>`,
/// `extension<arrow.uuid>`.
///
/// Names inside a type are not escaped. It recurses as deep as the type nests, as do all uses of a [`DataType`].
#[must_use]
pub fn type_name(field: &Field) -> String {
    OfField(field).to_string()
}

/// Which extension type of those that pyarrow knows by itself a field has; the others are known by their storage.
pub(crate) fn extension(field: &Field) -> Option<Extension<'_>> {
    let metadata = || field.extension_type_metadata().unwrap_or_default();
    Some(match (field.extension_type_name()?, field.data_type()) {
        (name @ "arrow.uuid", DataType::FixedSizeBinary(16))
        | (name @ "arrow.bool8", DataType::Int8)
        | (name @ "arrow.json", DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) => Extension::Plain(name),
        ("arrow.opaque", _) => Extension::Opaque(OfType::of(field), serde_json::from_str(metadata()).ok()?),
        ("arrow.fixed_shape_tensor", DataType::FixedSizeList(value, _)) => {
            Extension::Tensor(value, serde_json::from_str(metadata()).ok()?)
        }
        _ => return None,
    })
}

/// A canonical extension type with what its name tells of its parameters.
pub(crate) enum Extension<'a> {
    Plain(&'a str),
    Opaque(OfType<'a>, Opaque),
    Tensor(&'a Field, Tensor),
}

#[derive(Deserialize)]
pub(crate) struct Opaque {
    type_name: String,
    vendor_name: String,
}

#[derive(Deserialize)]
pub(crate) struct Tensor {
    shape: Vec<i64>,
    #[serde(default)]
    permutation: Vec<i64>,
    #[serde(default)]
    dim_names: Vec<String>,
}

/// Prints the type of a field.
struct OfField<'a>(&'a Field);

/// Prints a field inside a type: name, type, and whether it may be missing.
struct Inside<'a>(&'a Field);

/// Prints a type that is no field's, or whose extension does not count.
pub(crate) struct OfType<'a> {
    data_type: &'a DataType,
    /// Whether the order of a dictionary's values means something.
    ordered: bool,
}

impl fmt::Display for OfField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match extension(self.0) {
            Some(extension) => write!(f, "extension<{extension}>"),
            None => write!(f, "{}", OfType::of(self.0)),
        }
    }
}

impl fmt::Display for Inside<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nullable = if self.0.is_nullable() { "" } else { " not null" };
        write!(f, "{}: {}{nullable}", self.0.name(), OfField(self.0))
    }
}

impl fmt::Display for Extension<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(name) => f.write_str(name),
            Self::Opaque(storage, Opaque { type_name, vendor_name }) => {
                write!(f, "arrow.opaque[storage_type={storage}, type_name={type_name}, vendor_name={vendor_name}]")
            }
            Self::Tensor(value, Tensor { shape, permutation, dim_names }) => {
                write!(f, "arrow.fixed_shape_tensor[value_type={}, shape=[", OfField(value))?;
                list(f, shape, ",")?;
                f.write_str("]")?;
                if !permutation.is_empty() {
                    f.write_str(", permutation=[")?;
                    list(f, permutation, ",")?;
                    f.write_str("]")?;
                }
                if !dim_names.is_empty() {
                    f.write_str(", dim_names=[")?;
                    list(f, dim_names, ",")?;
                    f.write_str("]")?;
                }
                f.write_str("]")
            }
        }
    }
}

impl fmt::Display for OfType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.data_type {
            DataType::Null => f.write_str("null"),
            DataType::Boolean => f.write_str("bool"),
            DataType::Int8 => f.write_str("int8"),
            DataType::Int16 => f.write_str("int16"),
            DataType::Int32 => f.write_str("int32"),
            DataType::Int64 => f.write_str("int64"),
            DataType::UInt8 => f.write_str("uint8"),
            DataType::UInt16 => f.write_str("uint16"),
            DataType::UInt32 => f.write_str("uint32"),
            DataType::UInt64 => f.write_str("uint64"),
            DataType::Float16 => f.write_str("halffloat"),
            DataType::Float32 => f.write_str("float"),
            DataType::Float64 => f.write_str("double"),
            DataType::Timestamp(unit, Some(zone)) if !zone.is_empty() => {
                write!(f, "timestamp[{}, tz={zone}]", name(*unit))
            }
            DataType::Timestamp(unit, _) => write!(f, "timestamp[{}]", name(*unit)),
            DataType::Date32 => f.write_str("date32[day]"),
            DataType::Date64 => f.write_str("date64[ms]"),
            DataType::Time32(unit) => write!(f, "time32[{}]", name(*unit)),
            DataType::Time64(unit) => write!(f, "time64[{}]", name(*unit)),
            DataType::Duration(unit) => write!(f, "duration[{}]", name(*unit)),
            DataType::Interval(IntervalUnit::YearMonth) => f.write_str("month_interval"),
            DataType::Interval(IntervalUnit::DayTime) => f.write_str("day_time_interval"),
            DataType::Interval(IntervalUnit::MonthDayNano) => f.write_str("month_day_nano_interval"),
            DataType::Binary => f.write_str("binary"),
            DataType::LargeBinary => f.write_str("large_binary"),
            DataType::BinaryView => f.write_str("binary_view"),
            DataType::FixedSizeBinary(len) => write!(f, "fixed_size_binary[{len}]"),
            DataType::Utf8 => f.write_str("string"),
            DataType::LargeUtf8 => f.write_str("large_string"),
            DataType::Utf8View => f.write_str("string_view"),
            DataType::Decimal32(precision, scale) => write!(f, "decimal32({precision}, {scale})"),
            DataType::Decimal64(precision, scale) => write!(f, "decimal64({precision}, {scale})"),
            DataType::Decimal128(precision, scale) => write!(f, "decimal128({precision}, {scale})"),
            DataType::Decimal256(precision, scale) => write!(f, "decimal256({precision}, {scale})"),
            DataType::List(item) => write!(f, "list<{}>", Inside(item)),
            DataType::LargeList(item) => write!(f, "large_list<{}>", Inside(item)),
            DataType::ListView(item) => write!(f, "list_view<{}>", Inside(item)),
            DataType::LargeListView(item) => write!(f, "large_list_view<{}>", Inside(item)),
            DataType::FixedSizeList(item, len) => write!(f, "fixed_size_list<{}>[{len}]", Inside(item)),
            DataType::Struct(fields) => {
                f.write_str("struct<")?;
                list(f, fields.iter().map(|field| Inside(field)), ", ")?;
                f.write_str(">")
            }
            DataType::Map(entries, sorted) => map(f, entries, *sorted),
            DataType::Dictionary(index, value) => {
                let (index, value) = (OfType::new(index), OfType::new(value));
                let ordered = u8::from(self.ordered);
                write!(f, "dictionary<values={value}, indices={index}, ordered={ordered}>")
            }
            DataType::Union(members, mode) => {
                f.write_str(match mode {
                    UnionMode::Sparse => "sparse_union<",
                    UnionMode::Dense => "dense_union<",
                })?;
                list(f, members.iter().map(|(code, member)| format!("{}={code}", Inside(member))), ", ")?;
                f.write_str(">")
            }
            DataType::RunEndEncoded(ends, values) => {
                write!(f, "run_end_encoded<run_ends: {}, values: {}>", OfField(ends), OfField(values))
            }
        }
    }
}

impl<'a> OfType<'a> {
    fn of(field: &'a Field) -> Self {
        Self { data_type: field.data_type(), ordered: field.dict_is_ordered().unwrap_or(false) }
    }

    fn new(data_type: &'a DataType) -> Self {
        Self { data_type, ordered: false }
    }
}

/// A map names its fields only where they have other names than usual, and whether they may be missing never.
fn map(f: &mut fmt::Formatter<'_>, entries: &Field, sorted: bool) -> fmt::Result {
    f.write_str("map<")?;
    if let DataType::Struct(fields) = entries.data_type() {
        for (at, (field, usual)) in fields.iter().zip(["key", "value"]).enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            write!(f, "{}", OfField(field))?;
            unusual(f, field, usual)?;
        }
    }
    f.write_str(if sorted { ", keys_sorted" } else { "" })?;
    unusual(f, entries, "entries")?;
    f.write_str(">")
}

fn unusual(f: &mut fmt::Formatter<'_>, field: &Field, usual: &str) -> fmt::Result {
    if field.name() == usual { Ok(()) } else { write!(f, " ('{}')", field.name()) }
}

fn list(f: &mut fmt::Formatter<'_>, items: impl IntoIterator<Item = impl fmt::Display>, between: &str) -> fmt::Result {
    for (at, item) in items.into_iter().enumerate() {
        f.write_str(if at == 0 { "" } else { between })?;
        write!(f, "{item}")?;
    }
    Ok(())
}

fn name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second => "s",
        TimeUnit::Millisecond => "ms",
        TimeUnit::Microsecond => "us",
        TimeUnit::Nanosecond => "ns",
    }
}
