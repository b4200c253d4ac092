use arrow_schema::{DataType, TimeUnit};

use super::number;
use crate::Format;
use crate::text::TextKinds;

/// Types that have a common one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family<'a> {
    Leaf(Leaf<'a>),
    List,
    ListView,
    LargeListView,
    Struct,
    Map,
    /// Of JSON: what one file takes for a struct may be a map in another, where it has more keys.
    Object,
    /// By what its values are; those that are made of fields themselves are not merged.
    Dictionary {
        ordered: bool,
        values: Leaf<'a>,
    },
}

/// Types without fields that have a common one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leaf<'a> {
    Number,
    /// What texts spell: its types join as the texts would.
    Text,
    /// Text and binary.
    Bytes,
    Date,
    Time,
    Duration,
    /// By its zone.
    Timestamp(Option<&'a str>),
    /// A type that has nothing in common with another.
    Exact(&'a DataType),
}

impl<'a> Family<'a> {
    pub(super) fn of(data_type: &'a DataType, ordered: bool, format: Format) -> Self {
        match data_type {
            _ if Leaf::is_text(data_type, format) => Self::Leaf(Leaf::Text),
            DataType::Struct(_) | DataType::Map(..) if format == Format::Json => Self::Object,
            DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => Self::List,
            DataType::ListView(_) => Self::ListView,
            DataType::LargeListView(_) => Self::LargeListView,
            DataType::Struct(_) => Self::Struct,
            DataType::Map(..) => Self::Map,
            DataType::Dictionary(_, values) => Self::Dictionary { ordered, values: Leaf::of(values) },
            _ => Self::Leaf(Leaf::of(data_type)),
        }
    }
}

impl<'a> Leaf<'a> {
    /// Whether values of this type are texts in files of this format.
    fn is_text(data_type: &DataType, format: Format) -> bool {
        match format {
            Format::Parquet => false,
            Format::Json => {
                matches!(data_type, DataType::Utf8 | DataType::Date32 | DataType::Time64(_) | DataType::Timestamp(..))
            }
            Format::Csv => true,
        }
    }

    fn of(data_type: &'a DataType) -> Self {
        match data_type {
            _ if data_type.is_numeric() => Self::Number,
            DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::FixedSizeBinary(_) => Self::Bytes,
            DataType::Date32 | DataType::Date64 => Self::Date,
            DataType::Time32(_) | DataType::Time64(_) => Self::Time,
            DataType::Duration(_) => Self::Duration,
            DataType::Timestamp(_, zone) => Self::Timestamp(zone.as_deref().filter(|zone| !zone.is_empty())),
            _ => Self::Exact(data_type),
        }
    }

    /// The type that holds the values of all these, which are of this family; none if there is no such type after all.
    pub(super) fn common(self, types: &[&'a DataType]) -> Option<DataType> {
        let any = |wanted: fn(&DataType) -> bool| types.iter().any(|data_type| wanted(data_type));
        let unit = types.iter().filter_map(|data_type| unit(data_type)).max().unwrap_or(TimeUnit::Second);
        Some(match self {
            Self::Exact(data_type) => data_type.clone(),
            Self::Number => return number::widest(types),
            Self::Text => {
                let mut kinds = TextKinds::default();
                types.iter().for_each(|data_type| kinds.add_type(data_type));
                kinds.data_type()
            }
            Self::Bytes => bytes(types),
            Self::Date if any(|data_type| *data_type == DataType::Date64) => DataType::Date64,
            Self::Date => DataType::Date32,
            Self::Time if unit <= TimeUnit::Millisecond => DataType::Time32(unit),
            Self::Time => DataType::Time64(unit),
            Self::Duration => DataType::Duration(unit),
            Self::Timestamp(zone) => DataType::Timestamp(unit, zone.map(Into::into)),
        })
    }
}

/// The type without fields that holds the values of both; none if they are not merged.
pub(crate) fn common(a: &DataType, b: &DataType) -> Option<DataType> {
    let leaf = Leaf::of(a);
    if leaf == Leaf::of(b) { leaf.common(&[a, b]) } else { None }
}

fn bytes(types: &[&DataType]) -> DataType {
    let mut all = types.iter();
    if let Some(first @ DataType::FixedSizeBinary(_)) = all.next()
        && all.all(|other| other == first)
    {
        return (*first).clone();
    }
    let large = types.iter().any(|one| matches!(one, DataType::LargeUtf8 | DataType::LargeBinary));
    let text = types.iter().all(|one| matches!(one, DataType::Utf8 | DataType::LargeUtf8));
    match (text, large) {
        (true, false) => DataType::Utf8,
        (true, true) => DataType::LargeUtf8,
        (false, false) => DataType::Binary,
        (false, true) => DataType::LargeBinary,
    }
}

fn unit(data_type: &DataType) -> Option<TimeUnit> {
    match data_type {
        DataType::Time32(unit) | DataType::Time64(unit) | DataType::Duration(unit) | DataType::Timestamp(unit, _) => {
            Some(*unit)
        }
        _ => None,
    }
}
