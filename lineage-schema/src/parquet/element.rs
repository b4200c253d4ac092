use std::borrow::Cow;

use super::thrift::{Compact, Wire};

/// The longest name that a column may have, in bytes.
const MAX_NAME: usize = 1 << 16;

/// One node of the schema in a footer (`SchemaElement` of the format): a column, or a group of columns, whose nodes
/// follow it.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// Bytes that are no UTF-8 are replaced; then it is an owned one.
    pub(super) name: Cow<'a, str>,
    /// How values are stored; none for a group.
    pub(super) physical: Option<Physical>,
    /// The length of each value, where all have one.
    pub(super) length: i32,
    pub(super) repetition: Repetition,
    /// How many nodes lie directly below it.
    pub(super) children: usize,
    pub(super) annotation: Annotation,
}

/// How values are stored (`Type` of the format).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Physical {
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    ByteArray,
    FixedLenByteArray,
}

/// How often a value may occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repetition {
    Required,
    Optional,
    Repeated,
}

/// What stored values mean (`LogicalType` of the format, or the older `ConvertedType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Annotation {
    None,
    String,
    Map,
    List,
    Enum,
    Decimal {
        precision: i32,
        scale: i32,
    },
    Date,
    Time(Unit),
    Timestamp {
        unit: Unit,
        utc: bool,
    },
    Integer {
        bits: i64,
        signed: bool,
    },
    /// All values are missing.
    Null,
    Json,
    Bson,
    Uuid,
    Float16,
    Interval,
    /// One that has no type of its own in Arrow, or is newer than this.
    Other,
}

/// The unit of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Milli,
    Micro,
    Nano,
}

impl<'a> Element<'a> {
    /// Reads one; `None` where it is malformed.
    ///
    /// A field of another type than the format gives it is passed over, as it is by the readers that Thrift generates.
    pub(super) fn read(footer: &mut Compact<'a>) -> Option<Self> {
        let (mut name, mut physical, mut length, mut children) = (Cow::default(), None, 0, 0);
        // The root often has none, and it does not count there.
        let mut repetition = Repetition::Required;
        let (mut converted, mut logical, mut scale, mut precision) = (None, None, 0, 0);
        let mut last = 0;
        while let Some((id, wire)) = footer.field(&mut last)? {
            match (id, wire) {
                (1, Wire::I32) => physical = Some(Physical::new(footer.int()?)?),
                (2, Wire::I32) => length = i32::try_from(footer.int()?).ok()?,
                (3, Wire::I32) => repetition = Repetition::new(footer.int()?),
                (4, Wire::Binary) => {
                    name = String::from_utf8_lossy(footer.binary().filter(|name| name.len() <= MAX_NAME)?);
                }
                (5, Wire::I32) => children = footer.int()?,
                (6, Wire::I32) => converted = Some(footer.int()?),
                (7, Wire::I32) => scale = i32::try_from(footer.int()?).ok()?,
                (8, Wire::I32) => precision = i32::try_from(footer.int()?).ok()?,
                (10, Wire::Struct) => logical = Some(Annotation::read(footer)?),
                (_, wire) => footer.skip(wire)?,
            }
        }
        // A column has no children, and what has a type may still be a group if it has some.
        let children = usize::try_from(children).unwrap_or(0);
        Some(Self {
            name,
            physical: physical.filter(|_| children == 0),
            length,
            repetition,
            children,
            // Where both are there, the older one only repeats what it can of the newer.
            annotation: logical.unwrap_or_else(|| Annotation::from_converted(converted, precision, scale)),
        })
    }

    pub(super) fn is_repeated(&self) -> bool {
        self.repetition == Repetition::Repeated
    }

    pub(super) fn is_optional(&self) -> bool {
        self.repetition == Repetition::Optional
    }
}

impl Physical {
    fn new(code: i64) -> Option<Self> {
        Some(match code {
            0 => Self::Boolean,
            1 => Self::Int32,
            2 => Self::Int64,
            3 => Self::Int96,
            4 => Self::Float,
            5 => Self::Double,
            6 => Self::ByteArray,
            7 => Self::FixedLenByteArray,
            _ => return None,
        })
    }
}

impl Repetition {
    fn new(code: i64) -> Self {
        match code {
            1 => Self::Optional,
            2 => Self::Repeated,
            _ => Self::Required,
        }
    }
}

impl Annotation {
    fn from_converted(code: Option<i64>, precision: i32, scale: i32) -> Self {
        let integer = |bits, signed| Self::Integer { bits, signed };
        match code {
            None => Self::None,
            Some(0) => Self::String,
            Some(1 | 2) => Self::Map,
            Some(3) => Self::List,
            Some(4) => Self::Enum,
            Some(5) => Self::Decimal { precision, scale },
            Some(6) => Self::Date,
            Some(7) => Self::Time(Unit::Milli),
            Some(8) => Self::Time(Unit::Micro),
            Some(9) => Self::Timestamp { unit: Unit::Milli, utc: true },
            Some(10) => Self::Timestamp { unit: Unit::Micro, utc: true },
            Some(code @ 11..=14) => integer(8 << (code - 11), false),
            Some(code @ 15..=18) => integer(8 << (code - 15), true),
            Some(19) => Self::Json,
            Some(20) => Self::Bson,
            Some(21) => Self::Interval,
            // Not in the format, but in files of early versions of Arrow.
            Some(24) => Self::Null,
            Some(_) => Self::Other,
        }
    }

    /// Reads a union: a structure of which one field is there.
    fn read(footer: &mut Compact<'_>) -> Option<Self> {
        let mut annotation = Self::Other;
        let mut last = 0;
        while let Some((id, wire)) = footer.field(&mut last)? {
            annotation = match (id, wire) {
                (5, Wire::Struct) => Self::read_decimal(footer)?,
                (7, Wire::Struct) => Self::read_time(footer)?.map_or(Self::Other, |(unit, _)| Self::Time(unit)),
                (8, Wire::Struct) => {
                    Self::read_time(footer)?.map_or(Self::Other, |(unit, utc)| Self::Timestamp { unit, utc })
                }
                (10, Wire::Struct) => Self::read_integer(footer)?,
                (id, wire) => {
                    footer.skip(wire)?;
                    match id {
                        1 => Self::String,
                        2 => Self::Map,
                        3 => Self::List,
                        4 => Self::Enum,
                        6 => Self::Date,
                        11 => Self::Null,
                        12 => Self::Json,
                        13 => Self::Bson,
                        14 => Self::Uuid,
                        15 => Self::Float16,
                        _ => Self::Other,
                    }
                }
            };
        }
        Some(annotation)
    }

    fn read_decimal(footer: &mut Compact<'_>) -> Option<Self> {
        let (mut scale, mut precision, mut last) = (0, 0, 0);
        while let Some((id, wire)) = footer.field(&mut last)? {
            match (id, wire) {
                (1, Wire::I32) => scale = i32::try_from(footer.int()?).ok()?,
                (2, Wire::I32) => precision = i32::try_from(footer.int()?).ok()?,
                (_, wire) => footer.skip(wire)?,
            }
        }
        Some(Self::Decimal { precision, scale })
    }

    fn read_integer(footer: &mut Compact<'_>) -> Option<Self> {
        let (mut bits, mut signed, mut last) = (0, false, 0);
        while let Some((id, wire)) = footer.field(&mut last)? {
            match (id, wire) {
                (1, Wire::I8) => bits = i64::from(footer.byte()?),
                (2, Wire::True | Wire::False) => signed = wire == Wire::True,
                (_, wire) => footer.skip(wire)?,
            }
        }
        Some(Self::Integer { bits, signed })
    }

    /// The unit, and whether times are those of UTC; `Some(None)` for a unit that is not known.
    fn read_time(footer: &mut Compact<'_>) -> Option<Option<(Unit, bool)>> {
        let (mut unit, mut utc, mut last) = (None, false, 0);
        while let Some((id, wire)) = footer.field(&mut last)? {
            match (id, wire) {
                (1, Wire::True | Wire::False) => utc = wire == Wire::True,
                (2, Wire::Struct) => unit = Unit::read(footer)?,
                (_, wire) => footer.skip(wire)?,
            }
        }
        Some(unit.map(|unit| (unit, utc)))
    }
}

impl Unit {
    fn read(footer: &mut Compact<'_>) -> Option<Option<Self>> {
        let (mut unit, mut last) = (None, 0);
        while let Some((id, wire)) = footer.field(&mut last)? {
            footer.skip(wire)?;
            unit = match id {
                1 => Some(Self::Milli),
                2 => Some(Self::Micro),
                3 => Some(Self::Nano),
                _ => None,
            };
        }
        Some(unit)
    }
}
