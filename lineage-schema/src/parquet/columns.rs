//! From the schema in a footer to the types that pyarrow reads, by the format's rules for lists and maps
//! (`LogicalTypes.md` of apache/parquet-format), those for older writers included.

use std::sync::{Arc, LazyLock};

use arrow_schema::extension::{EXTENSION_TYPE_METADATA_KEY, EXTENSION_TYPE_NAME_KEY};
use arrow_schema::{DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, Field, Fields, Metadata, TimeUnit};

use super::element::{Annotation, Element, Physical, Unit};
use super::malformed;
use crate::{ReadError, ReadErrorKind};

/// How deep columns may lie inside each other.
const MAX_DEPTH: usize = 128;

/// What makes a field one of an extension type; many fields share it.
static UUID: LazyLock<Metadata> = LazyLock::new(|| extension("arrow.uuid"));
static JSON: LazyLock<Metadata> = LazyLock::new(|| extension("arrow.json"));

/// The columns of a schema: those directly below its root.
pub(super) fn columns(elements: &[Element<'_>]) -> Result<Vec<Field>, ReadError> {
    let mut nodes = Nodes { rest: elements, depth: 0 };
    let root = nodes.next()?;
    (0..root.children).map(|_| nodes.column()).collect()
}

/// The nodes that are not converted yet.
struct Nodes<'e, 'a> {
    rest: &'e [Element<'a>],
    depth: usize,
}

impl<'e, 'a> Nodes<'e, 'a> {
    fn next(&mut self) -> Result<&'e Element<'a>, ReadError> {
        let (next, rest) = self.rest.split_first().ok_or_else(missing)?;
        self.rest = rest;
        Ok(next)
    }

    fn peek(&self) -> Result<&'e Element<'a>, ReadError> {
        self.rest.first().ok_or_else(missing)
    }

    /// The next node, and all below it.
    fn column(&mut self) -> Result<Field, ReadError> {
        let element = self.next()?;
        match element.physical {
            Some(physical) if element.is_repeated() => Ok(list_of(element, leaf(element, physical)?)),
            Some(physical) => leaf(element, physical),
            None => self.group(element),
        }
    }

    /// A list, a map or a structure, whose node was the last.
    fn group(&mut self, element: &Element<'_>) -> Result<Field, ReadError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("columns nest deeper than {MAX_DEPTH} levels, as '{}' does", element.name);
            return Err(ReadError::new(ReadErrorKind::TooLarge, message));
        }
        let field = match element.annotation {
            Annotation::List => self.list(element)?,
            Annotation::Map => self.map(element)?,
            _ if element.is_repeated() => list_of(element, self.structure(element)?),
            _ => self.structure(element)?,
        };
        self.depth -= 1;
        Ok(field)
    }

    fn structure(&mut self, element: &Element<'_>) -> Result<Field, ReadError> {
        let fields: Fields = (0..element.children).map(|_| self.column()).collect::<Result<_, _>>()?;
        Ok(field(element, DataType::Struct(fields)))
    }

    fn list(&mut self, element: &Element<'_>) -> Result<Field, ReadError> {
        let repeated = self.repeated_child(element, "list")?;
        let item = match (repeated.physical, repeated.children) {
            (Some(physical), _) => leaf(repeated, physical)?,
            (None, 0) => return Err(refused(repeated, "is a list's group without a column")),
            (None, 1) => match repeated.annotation {
                Annotation::List | Annotation::Map => self.group(repeated)?,
                Annotation::None if !self.peek()?.is_repeated() && !names_item(repeated, element) => self.column()?,
                _ => self.structure(repeated)?,
            },
            (None, _) => self.structure(repeated)?,
        };
        Ok(field(element, DataType::List(Arc::new(item))))
    }

    fn map(&mut self, element: &Element<'_>) -> Result<Field, ReadError> {
        let entries = self.repeated_child(element, "map")?;
        if entries.physical.is_some() || self.peek()?.is_repeated() {
            return Err(refused(element, "is a map without a key"));
        }
        match entries.children {
            // A set: its keys are a list.
            1 => {
                let keys = self.column()?;
                Ok(field(element, DataType::List(Arc::new(keys))))
            }
            2 => {
                let (key, value) = (self.column()?, self.column()?);
                // The name that pyarrow gives the entries.
                let entries = Field::new_struct(&*element.name, vec![key, value], false);
                Ok(field(element, DataType::Map(Arc::new(entries), false)))
            }
            _ => Err(refused(element, "is a map whose entries are no key and value")),
        }
    }

    /// The one node directly below a list or a map.
    fn repeated_child(&mut self, element: &Element<'_>, kind: &str) -> Result<&'e Element<'a>, ReadError> {
        if element.children == 1 && self.peek()?.is_repeated() {
            self.next()
        } else {
            Err(refused(element, &format!("is a {kind} without one repeated group")))
        }
    }
}

/// Whether the repeated group of a list is its item, and not merely around it: how older writers name one.
fn names_item(repeated: &Element<'_>, list: &Element<'_>) -> bool {
    repeated.name == "array" || repeated.name.strip_suffix("_tuple") == Some(&*list.name)
}

fn field(element: &Element<'_>, data_type: DataType) -> Field {
    Field::new(&*element.name, data_type, element.is_optional())
}

/// What is repeated without being in a list is one.
fn list_of(element: &Element<'_>, item: Field) -> Field {
    Field::new(&*element.name, DataType::List(Arc::new(item)), false)
}

/// A column that has no columns inside.
fn leaf(element: &Element<'_>, physical: Physical) -> Result<Field, ReadError> {
    let data_type = match element.annotation {
        Annotation::Null => Some(DataType::Null),
        annotation => data_type(physical, annotation, element.length),
    };
    let data_type = data_type.ok_or_else(|| {
        refused(element, &format!("is annotated as {:?}, which {physical:?} values cannot be", element.annotation))
    })?;
    let field = field(element, data_type);
    Ok(match element.annotation {
        Annotation::Uuid => field.with_metadata(UUID.clone()),
        Annotation::Json => field.with_metadata(JSON.clone()),
        _ => field,
    })
}

fn extension(name: &str) -> Metadata {
    Metadata::from([(EXTENSION_TYPE_NAME_KEY, name), (EXTENSION_TYPE_METADATA_KEY, "")])
}

fn data_type(physical: Physical, annotation: Annotation, length: i32) -> Option<DataType> {
    Some(match (physical, annotation) {
        (Physical::Boolean, Annotation::None | Annotation::Other) => DataType::Boolean,
        (Physical::Int32, Annotation::None | Annotation::Other) => DataType::Int32,
        (Physical::Int64, Annotation::None | Annotation::Other) => DataType::Int64,
        (Physical::Int96, Annotation::None | Annotation::Other) => DataType::Timestamp(TimeUnit::Nanosecond, None),
        (Physical::Float, Annotation::None | Annotation::Other) => DataType::Float32,
        (Physical::Double, Annotation::None | Annotation::Other) => DataType::Float64,
        (Physical::Int32, Annotation::Date) => DataType::Date32,
        (Physical::Int32, Annotation::Time(Unit::Milli)) => DataType::Time32(TimeUnit::Millisecond),
        (Physical::Int64, Annotation::Time(Unit::Micro)) => DataType::Time64(TimeUnit::Microsecond),
        (Physical::Int64, Annotation::Time(Unit::Nano)) => DataType::Time64(TimeUnit::Nanosecond),
        (Physical::Int64, Annotation::Timestamp { unit, utc }) => {
            let unit = match unit {
                Unit::Milli => TimeUnit::Millisecond,
                Unit::Micro => TimeUnit::Microsecond,
                Unit::Nano => TimeUnit::Nanosecond,
            };
            DataType::Timestamp(unit, utc.then(|| "UTC".into()))
        }
        (Physical::Int32 | Physical::Int64, Annotation::Integer { bits, signed }) => match (physical, bits, signed) {
            (Physical::Int32, 8, true) => DataType::Int8,
            (Physical::Int32, 16, true) => DataType::Int16,
            (Physical::Int32, 32, true) => DataType::Int32,
            (Physical::Int64, 64, true) => DataType::Int64,
            (Physical::Int32, 8, false) => DataType::UInt8,
            (Physical::Int32, 16, false) => DataType::UInt16,
            (Physical::Int32, 32, false) => DataType::UInt32,
            (Physical::Int64, 64, false) => DataType::UInt64,
            _ => return None,
        },
        (Physical::ByteArray, Annotation::String | Annotation::Json) => DataType::Utf8,
        (Physical::ByteArray, Annotation::None | Annotation::Other | Annotation::Enum | Annotation::Bson) => {
            DataType::Binary
        }
        (Physical::FixedLenByteArray, Annotation::Float16) if length == 2 => DataType::Float16,
        (Physical::FixedLenByteArray, Annotation::Uuid) if length != 16 => return None,
        (
            Physical::FixedLenByteArray,
            Annotation::None | Annotation::Other | Annotation::Interval | Annotation::Uuid,
        ) if length >= 0 => DataType::FixedSizeBinary(length),
        (
            Physical::Int32 | Physical::Int64 | Physical::ByteArray | Physical::FixedLenByteArray,
            Annotation::Decimal { precision, scale },
        ) => decimal(precision, scale)?,
        _ => return None,
    })
}

fn decimal(precision: i32, scale: i32) -> Option<DataType> {
    let precision = u8::try_from(precision).ok()?;
    let scale = i8::try_from(scale).ok().filter(|scale| (0..=i32::from(precision)).contains(&i32::from(*scale)))?;
    if precision == 0 || precision > DECIMAL256_MAX_PRECISION {
        None
    } else if precision > DECIMAL128_MAX_PRECISION {
        Some(DataType::Decimal256(precision, scale))
    } else {
        Some(DataType::Decimal128(precision, scale))
    }
}

fn missing() -> ReadError {
    malformed("the footer's schema ends before its last column")
}

fn refused(element: &Element<'_>, what: &str) -> ReadError {
    malformed(&format!("the column '{}' {what}", element.name))
}
