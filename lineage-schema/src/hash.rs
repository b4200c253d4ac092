use serde_json::{Number, Value, json};
use sha2::{Digest, Sha256};

use crate::Column;

/// Beyond these a number has not one double of its own: 2^53.
const LARGEST_EXACT: i64 = 1 << 53;

/// SHA-256 of a value's canonical JSON (RFC 8785), as 64 hexadecimal digits: the same however the value was written.
pub(crate) fn canonical_hash(mut value: Value) -> String {
    round(&mut value);
    // Nothing but a number that is none fails, and JSON has no such number.
    hex(&serde_jcs::to_vec(&value).unwrap_or_default())
}

/// The hash of what makes two schemas one: name, type, nullability and place (partition) of each column, in order.
#[must_use]
pub fn schema_hash(columns: &[Column]) -> String {
    let columns = columns
        .iter()
        .map(|Column { name, data_type, nullable, partition, .. }| json!([name, data_type, nullable, partition]));
    canonical_hash(columns.collect())
}

/// SHA-256 as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes integers that no double holds exactly the doubles that RFC 8785 takes them for.
fn round(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let exact = number.as_i64().is_some_and(|one| (-LARGEST_EXACT..=LARGEST_EXACT).contains(&one));
            if !exact && let Some(double) = number.as_f64().and_then(Number::from_f64) {
                *number = double;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(round),
        Value::Object(entries) => entries.values_mut().for_each(round),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8785, 3.2.2 to 3.2.4 and appendix B.
    #[test]
    fn canonical_json() {
        let check = |text: &str, canonical: &str| {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(canonical_hash(value), hex(canonical.as_bytes()), "{text}");
        };
        check(
            r#"{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#,
            "{\"literals\":[null,true,false],\
             \"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
             \"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
        );
        check(
            r#"{"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7}"#,
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}",
        );
        check(
            "[-0.0, 0, 5e-324, -1.7976931348623157e308, 9007199254740992, -9007199254740992]",
            "[0,0,5e-324,-1.7976931348623157e+308,9007199254740992,-9007199254740992]",
        );
        check(
            "[295147905179352830000, 9.999999999999997e22, 1e23]",
            "[295147905179352830000,9.999999999999997e+22,1e+23]",
        );
        check("[9007199254740993, 18446744073709551615]", "[9007199254740992,18446744073709552000]");
        check(
            "[333333333.33333325, 0.000001, 9.999999999999997e-7, 1424953923781206.25]",
            "[333333333.33333325,0.000001,9.999999999999997e-7,1424953923781206.2]",
        );
    }
}
