use arrow_schema::{DataType, IntervalUnit, TimeUnit};

/// The type of a name, as pyarrow prints it, of values without fields; none for all others, and those of extensions.
///
/// How values are laid out is left out: a `large_string`, a `string_view` and a dictionary of strings are strings, and
/// all decimals have 256 bits.
pub(crate) fn parse(name: &str) -> Option<DataType> {
    if let Some(inside) = name.strip_prefix("dictionary<values=") {
        return simple(inside.split_once(", indices=")?.0);
    }
    if let Some(inside) = name.strip_prefix("run_end_encoded<run_ends: ") {
        return simple(inside.split_once(", values: ")?.1.strip_suffix('>')?);
    }
    simple(name)
}

fn simple(name: &str) -> Option<DataType> {
    if let Some((kind, parameters)) = name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        return match kind {
            "timestamp" => {
                let (unit, zone) = match parameters.split_once(", tz=") {
                    Some((unit, zone)) => (unit, Some(zone.into())),
                    None => (parameters, None),
                };
                Some(DataType::Timestamp(time_unit(unit)?, zone))
            }
            "time32" => Some(DataType::Time32(time_unit(parameters)?)),
            "time64" => Some(DataType::Time64(time_unit(parameters)?)),
            "duration" => Some(DataType::Duration(time_unit(parameters)?)),
            "fixed_size_binary" => Some(DataType::FixedSizeBinary(parameters.parse().ok()?)),
            "date32" => Some(DataType::Date32),
            "date64" => Some(DataType::Date64),
            _ => None,
        };
    }
    if let Some((kind, parameters)) = name.strip_suffix(')').and_then(|name| name.split_once('(')) {
        let (precision, scale) = parameters.split_once(", ")?;
        let widths = ["decimal32", "decimal64", "decimal128", "decimal256"];
        let decimal = DataType::Decimal256(precision.parse().ok()?, scale.parse().ok()?);
        return widths.contains(&kind).then_some(decimal);
    }
    Some(match name {
        "null" => DataType::Null,
        "bool" => DataType::Boolean,
        "int8" => DataType::Int8,
        "int16" => DataType::Int16,
        "int32" => DataType::Int32,
        "int64" => DataType::Int64,
        "uint8" => DataType::UInt8,
        "uint16" => DataType::UInt16,
        "uint32" => DataType::UInt32,
        "uint64" => DataType::UInt64,
        "halffloat" => DataType::Float16,
        "float" => DataType::Float32,
        "double" => DataType::Float64,
        "string" | "large_string" | "string_view" => DataType::Utf8,
        "binary" | "large_binary" | "binary_view" => DataType::Binary,
        "month_interval" => DataType::Interval(IntervalUnit::YearMonth),
        "day_time_interval" => DataType::Interval(IntervalUnit::DayTime),
        "month_day_nano_interval" => DataType::Interval(IntervalUnit::MonthDayNano),
        _ => return None,
    })
}

fn time_unit(name: &str) -> Option<TimeUnit> {
    Some(match name {
        "s" => TimeUnit::Second,
        "ms" => TimeUnit::Millisecond,
        "us" => TimeUnit::Microsecond,
        "ns" => TimeUnit::Nanosecond,
        _ => return None,
    })
}
