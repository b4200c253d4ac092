//! Records have the same columns in one file as in two.

use arrow_schema::Field;
use lineage_schema::{
    Dialect, Format, Merge, Merged, ReadError, Sample, TextOptions, Widen, read_csv, read_json, type_name,
};
use proptest::prelude::*;

fn json(text: &str) -> Result<Vec<Field>, ReadError> {
    read_json(Sample { bytes: text.as_bytes(), complete: true }, &TextOptions::default()).map(|schema| schema.fields)
}

fn csv(text: &str) -> Result<Vec<Field>, ReadError> {
    let mut options = TextOptions::default();
    let (quote, header) = (Some('"'), true);
    options.dialect = Some(Dialect { delimiter: ',', quote, escape: None, comment: None, header, skipped_lines: 0 });
    read_csv(Sample { bytes: text.as_bytes(), complete: true }, &options).map(|schema| schema.fields)
}

fn merged(format: Format, files: [Vec<Field>; 2]) -> Merged {
    let mut merge = Merge::new(format);
    for (name, fields) in ["a", "b"].into_iter().zip(&files) {
        merge.add(name, fields);
    }
    merge.finish(Widen::Lossless)
}

fn columns(fields: &[Field]) -> String {
    fields.iter().map(|field| format!("{}: {}", field.name(), type_name(field))).collect::<Vec<_>>().join(", ")
}

#[test]
fn texts_of_two_files_are_of_the_type_that_holds_both() {
    let check = |one: &str, other: &str, expected: &str| {
        for (one, other) in [(one, other), (other, one)] {
            let merged = merged(Format::Csv, [one, other].map(|value| csv(&format!("a\n{value}\n")).unwrap()));
            assert_eq!(columns(&merged.fields), format!("a: {expected}"));
            assert!(merged.conflicts.is_empty());
        }
    };
    check("12345", "00123", "string");
    check("2024-01-31", "2024-01-31 10:00:00", "timestamp[us]");
    check("2024-01-31 10:00:00", "2024-01-31 10:00:00Z", "string");
    check("true", "1", "string");
    check("1", "18446744073709551615", "decimal128(20, 0)");
    check("18446744073709551615", "0.5", "double");
    check("\"\"", "10:00", "time64[us]");
}

#[test]
fn objects_of_two_files_are_of_the_type_that_holds_both() {
    let check = |one: &str, other: &str, expected: &str, conflicts| {
        let merged = merged(Format::Json, [one, other].map(|value| json(&format!("{{\"a\":{value}}}")).unwrap()));
        assert_eq!((columns(&merged.fields), merged.conflicts.len()), (format!("a: {expected}"), conflicts));
    };
    let object = |keys: std::ops::Range<u32>, value: &str| {
        let fields: Vec<_> = keys.map(|key| format!("\"k{key}\":{value}")).collect();
        format!("{{{}}}", fields.join(","))
    };
    check(&object(0..150, "1"), &object(100..250, "0.5"), "map<string, double>", 0);
    check(&object(0..300, "1"), "{\"b\":2,\"c\":null}", "map<string, int64>", 0);
    check("{}", &object(0..300, "\"2024-01-31\""), "map<string, date32[day]>", 0);
    check(&object(0..300, "{\"x\":1}"), &object(0..3, "{\"y\":1}"), "map<string, struct<x: int64, y: int64>>", 0);
    check(
        &object(0..300, "1"),
        "{\"b\":\"x\"}",
        "dense_union<map: map<string, int64>=0, struct: struct<b: string>=1>",
        1,
    );
    check(&object(0..300, "1"), "[1]", "dense_union<list: list<item: int64>=0, map: map<string, int64>=1>", 1);
    check("{\"b\":\"2024-01-31\"}", "{\"b\":\"x\"}", "struct<b: string>", 0);
    check("[\"10:00\"]", "[\"10:00\",\"2024-01-31\"]", "list<item: string>", 0);
    check("\"2024-01-31\"", "1", "dense_union<date32[day]: date32[day]=0, int64: int64=1>", 1);
    let deep = |depth| "[".repeat(depth) + &"]".repeat(depth);
    let text = "extension<arrow.json>";
    check(&deep(30), &deep(40), &format!("{}{text}{}", "list<item: ".repeat(29), ">".repeat(29)), 0);
    // Records are never a map.
    let records = [0..150, 150..300].map(|keys| json(&object(keys, "1")).unwrap());
    assert_eq!(merged(Format::Json, records).fields.len(), 300);
}

fn texts() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "1",
        "-7",
        "00123",
        "0.5",
        "18446744073709551615",
        "100000000000000000000000",
        "true",
        "2024-01-31",
        "10:00",
        "2024-01-31 10:00:00",
        "2024-01-31T10:00:00+09:00",
        "x",
    ])
}

fn values() -> impl Strategy<Value = String> {
    let numbers = prop::sample::select(vec!["null", "true", "1", "0.5", "18446744073709551615", "NaN"]);
    let leaf = prop_oneof![2 => numbers.prop_map(str::to_owned), 3 => texts().prop_map(|text| format!("\"{text}\""))];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let lists = prop::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(",")));
        let fields = prop::collection::vec((prop::sample::select(vec!["x", "y", "z"]), inner), 0..3);
        let objects = fields.prop_map(|fields| {
            let fields: Vec<_> = fields.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
            format!("{{{}}}", fields.join(","))
        });
        prop_oneof![lists, objects]
    })
}

proptest! {
    #[test]
    fn rows_in_two_files_have_the_columns_of_one(
        rows in prop::collection::vec((texts(), texts()), 0..6),
        at in any::<prop::sample::Index>(),
    ) {
        let rows: Vec<_> = rows.into_iter().map(|(a, b)| format!("{a},{b}\n")).collect();
        let (first, second) = rows.split_at(at.index(rows.len() + 1));
        let read = |rows: &[String]| csv(&format!("a,b\n{}", rows.concat())).unwrap();
        let merged = merged(Format::Csv, [read(first), read(second)]);
        prop_assert_eq!(&merged.fields, &read(&rows));
        prop_assert!(merged.conflicts.is_empty());
    }

    #[test]
    fn records_in_two_files_have_the_columns_of_one(
        records in prop::collection::vec((prop::sample::select(vec!["a", "b"]), values()), 2..6),
        at in any::<prop::sample::Index>(),
    ) {
        let records: Vec<_> =
            records.into_iter().map(|(key, value)| format!("{{\"id\":1,\"{key}\":{value}}}\n")).collect();
        let (first, second) = records.split_at(1 + at.index(records.len() - 1));
        let read = |records: &[String]| json(&records.concat()).unwrap();
        prop_assert_eq!(&merged(Format::Json, [read(first), read(second)]).fields, &read(&records));
    }
}
