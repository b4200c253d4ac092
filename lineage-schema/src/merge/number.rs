use arrow_schema::{
    DECIMAL32_MAX_PRECISION, DECIMAL64_MAX_PRECISION, DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType,
};

/// The type that holds the numbers of all these types; none if a decimal of more than 76 digits would be needed.
pub(super) fn widest(types: &[&DataType]) -> Option<DataType> {
    let mut floats = None;
    let (mut signed, mut unsigned) = (0, 0);
    let mut decimals: Option<Decimals> = None;
    for data_type in types.iter().copied() {
        match *data_type {
            DataType::Int8 => signed = signed.max(8),
            DataType::Int16 => signed = signed.max(16),
            DataType::Int32 => signed = signed.max(32),
            DataType::Int64 => signed = signed.max(64),
            DataType::UInt8 => unsigned = unsigned.max(8),
            DataType::UInt16 => unsigned = unsigned.max(16),
            DataType::UInt32 => unsigned = unsigned.max(32),
            DataType::UInt64 => unsigned = unsigned.max(64),
            DataType::Decimal32(precision, scale) => Decimals::add(&mut decimals, 32, precision, scale),
            DataType::Decimal64(precision, scale) => Decimals::add(&mut decimals, 64, precision, scale),
            DataType::Decimal128(precision, scale) => Decimals::add(&mut decimals, 128, precision, scale),
            DataType::Decimal256(precision, scale) => Decimals::add(&mut decimals, 256, precision, scale),
            // Variants of DataType are ordered by width here.
            _ => floats = floats.max(Some(data_type)),
        }
    }
    let integers = signed > 0 || unsigned > 0;
    match (floats, decimals) {
        (Some(_), Some(_)) => Some(DataType::Float64),
        (Some(_), None) if integers => Some(DataType::Float64),
        (Some(float), None) => Some(float.clone()),
        (None, Some(mut decimals)) => {
            if integers {
                decimals.add_whole(digits(signed, unsigned), 0);
            }
            decimals.data_type()
        }
        (None, None) => Some(integer(signed, unsigned)),
    }
}

/// The integer type of so many bits; 0 stands for none of that sign.
fn integer(signed: u32, unsigned: u32) -> DataType {
    // One bit more than the unsigned one has is the next width.
    let signed = if signed > 0 && unsigned >= signed { unsigned * 2 } else { signed };
    match (signed, unsigned) {
        (0, 8) => DataType::UInt8,
        (0, 16) => DataType::UInt16,
        (0, 32) => DataType::UInt32,
        (0, _) => DataType::UInt64,
        (8, _) => DataType::Int8,
        (16, _) => DataType::Int16,
        (32, _) => DataType::Int32,
        (64, _) => DataType::Int64,
        _ => DataType::Decimal128(20, 0),
    }
}

/// How many digits the integers of so many bits have at most.
fn digits(signed: u32, unsigned: u32) -> i32 {
    match signed.max(unsigned) {
        8 => 3,
        16 => 5,
        32 => 10,
        _ if unsigned == 64 => 20,
        _ => 19,
    }
}

/// What all decimals of a column need.
struct Decimals {
    bits: u32,
    whole: i32,
    scale: i32,
}

impl Decimals {
    fn add(all: &mut Option<Self>, bits: u32, precision: u8, scale: i8) {
        let (whole, scale) = (i32::from(precision) - i32::from(scale), i32::from(scale));
        let all = all.get_or_insert(Self { bits, whole, scale });
        all.bits = all.bits.max(bits);
        all.add_whole(whole, scale);
    }

    /// Makes place for so many digits before the point and after it.
    fn add_whole(&mut self, whole: i32, scale: i32) {
        self.whole = self.whole.max(whole);
        self.scale = self.scale.max(scale);
    }

    /// Never narrower than the widest one was, even if fewer bits would do.
    fn data_type(&self) -> Option<DataType> {
        let precision = u8::try_from(self.whole + self.scale).ok()?;
        let scale = i8::try_from(self.scale).ok()?;
        let fits = |bits, most| self.bits <= bits && precision <= most;
        match () {
            () if fits(32, DECIMAL32_MAX_PRECISION) => Some(DataType::Decimal32(precision, scale)),
            () if fits(64, DECIMAL64_MAX_PRECISION) => Some(DataType::Decimal64(precision, scale)),
            () if fits(128, DECIMAL128_MAX_PRECISION) => Some(DataType::Decimal128(precision, scale)),
            () if fits(256, DECIMAL256_MAX_PRECISION) => Some(DataType::Decimal256(precision, scale)),
            () => None,
        }
    }
}
