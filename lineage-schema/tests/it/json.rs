use lineage_schema::{FileSchema, ReadError, ReadErrorKind, Sample, TextOptions, read_json, type_name};

#[test]
fn numbers_are_the_narrowest_type_that_holds_them_all() {
    check(r#"{"a":1}"#, "a: int64");
    check(r#"{"a":-9223372036854775808}"#, "a: int64");
    check(r#"{"a":18446744073709551615}"#, "a: decimal128(20, 0)");
    check(r#"{"a":123456789012345678901234567890}"#, "a: decimal128(30, 0)");
    check(r#"{"a":99999999999999999999999999999999999999}"#, "a: decimal128(38, 0)");
    check(r#"{"a":100000000000000000000000000000000000000}"#, "a: double");
    check(r#"{"a":1} {"a":18446744073709551615}"#, "a: decimal128(20, 0)");
    check(r#"{"a":1} {"a":1.0}"#, "a: double");
    check(r#"{"a":1e3}"#, "a: double");
    check(r#"{"a":18446744073709551615} {"a":0.5}"#, "a: double");
    check(r#"{"a":NaN} {"a":Infinity} {"a":-Infinity} {"a":1}"#, "a: double");
}

#[test]
fn texts_are_dates_or_times_when_all_are() {
    check(r#"{"a":"x"}"#, "a: string");
    check(r#"{"a":""}"#, "a: null");
    check(r#"{"a":""} {"a":"2024-01-31"} {"b":""} {"b":1}"#, "a: date32[day], b: int64");
    check(r#"{"a":"1"}"#, "a: string");
    check(r#"{"a":"2024-01-31"} {"a":null}"#, "a: date32[day]");
    check(r#"{"a":"2024-01-31T10:00:00.5"}"#, "a: timestamp[us]");
    check(r#"{"a":"2024-01-31"} {"a":"2024-01-31 10:00:00"}"#, "a: timestamp[us]");
    check(r#"{"a":"2024-01-31T10:00:00+09:00"} {"a":"2024-01-31T10:00:00Z"}"#, "a: timestamp[us, tz=UTC]");
    check(r#"{"a":"10:00:00"}"#, "a: time64[us]");
    check(r#"{"a":"2024-01-31"} {"a":"soon"}"#, "a: string");
    check(r#"{"a":"31/12/2024"}"#, "a: string");
    check(r#"{"a":"2024\u002d01-31"}"#, "a: date32[day]");
    check(r#"{"a":"bbd05ae7-76e5-4f1a-a31f-247408251fc9"}"#, "a: string");
}

#[test]
fn what_is_missing_has_no_type_of_its_own() {
    check(r#"{"a":null}"#, "a: null");
    check(r#"{"a":null} {"b":1} {"a":true}"#, "a: bool, b: int64");
    check("{}", "");
    let options = |nulls: &[&str]| {
        let mut options = TextOptions::default();
        options.null_values = nulls.iter().map(|null| null.as_bytes().into()).collect();
        options
    };
    let sample = Sample { bytes: br#"{"a":"NA"} {"a":"2024-01-31"} {"a":"-"}"#, complete: true };
    assert_eq!(columns(&read_json(sample, &options(&["NA", "-"])).unwrap()), "a: date32[day]");
    assert_eq!(columns(&read_json(sample, &options(&["NA"])).unwrap()), "a: string");
    assert!(read(r#"{"a":1}"#).unwrap().fields.iter().all(arrow_schema::Field::is_nullable));
}

#[test]
fn values_nest() {
    check(
        r#"{"s":{"x":1,"y":[{"z":"q"}]},"l":[[1],[2.5]]}"#,
        "s: struct<x: int64, y: list<item: struct<z: string>>>, l: list<item: list<item: double>>",
    );
    check(r#"{"a":[]}"#, "a: list<item: null>");
    check(r#"{"a":{}}"#, "a: struct<>");
    check(r#"{"a":[{"x":1},{"y":2},null]} {"a":[{"x":1.5}]}"#, "a: list<item: struct<x: double, y: int64>>");
    // A key with what would end a type's name is kept as it is.
    check(r#"{"a: b":1,"é\"":2,"":3}"#, "a: b: int64, é\": int64, : int64");
}

#[test]
fn columns_stand_in_the_order_in_which_they_were_first_seen() {
    check(r#"{"b":1,"a":1} {"c":1,"a":1,"b":1} {"a":1,"A":1}"#, "b: int64, a: int64, c: int64, A: int64");
}

#[test]
fn types_of_one_column_that_have_no_common_one_are_a_union() {
    check(r#"{"a":1} {"a":"x"}"#, "a: dense_union<int64: int64=0, string: string=1>");
    check(r#"{"a":true} {"a":1}"#, "a: dense_union<bool: bool=0, int64: int64=1>");
    check(r#"{"a":{"b":1}} {"a":1}"#, "a: dense_union<int64: int64=0, struct: struct<b: int64>=1>");
    check(r#"{"a":[1]} {"a":1}"#, "a: dense_union<int64: int64=0, list: list<item: int64>=1>");
    check(r#"{"a":[1,"x"]}"#, "a: list<item: dense_union<int64: int64=0, string: string=1>>");
    check(r#"{"a":"2024-01-31"} {"a":1.5}"#, "a: dense_union<date32[day]: date32[day]=0, double: double=1>");
    // A key that an object has twice counts with both values, for readers differ in which one they take.
    check(r#"{"a":1,"a":"x"}"#, "a: dense_union<int64: int64=0, string: string=1>");
}

#[test]
fn unions_in_unions_do_not_double_their_names() {
    let text = |depth| format!("{{\"a\":{}1{}}}", "[1,".repeat(depth), "]".repeat(depth));
    let length = |depth| columns(&read(&text(depth)).unwrap()).len();
    assert_eq!(length(18) - length(17), length(17) - length(16));
}

#[test]
fn many_keys_with_values_of_one_type_are_a_map() {
    let object = |keys: std::ops::Range<u32>, value: &dyn Fn(u32) -> String| {
        let fields: Vec<String> = keys.map(|key| format!(r#""k{key}":{}"#, value(key))).collect();
        format!(r#"{{"m":{{{}}}}}"#, fields.join(","))
    };
    let number = |key: u32| key.to_string();
    check(&object(0..201, &number), "m: map<string, int64>");
    check(&(object(0..150, &number) + &object(150..300, &|_| "1.5".into())), "m: map<string, double>");
    check(
        &object(0..300, &|key| format!(r#"{{"x{}":{key}}}"#, key % 2)),
        "m: map<string, struct<x0: int64, x1: int64>>",
    );
    check(
        &object(0..300, &|key| if key == 7 { "null".into() } else { "[]".into() }),
        "m: map<string, list<item: null>>",
    );
    // Keys beyond those that are told apart count too.
    let late = |key: u32| if key == 1500 { "0.5".into() } else { number(key) };
    check(&object(0..2000, &late), "m: map<string, double>");
    let text = |key: u32| if key == 7 { r#""x""#.into() } else { number(key) };
    for no_map in [object(0..200, &number), object(0..300, &text)] {
        assert!(columns(&read(&no_map).unwrap()).starts_with("m: struct<k0: int64, k1: int64,"));
    }
    // The records themselves are never one.
    let record = object(0..300, &number);
    let found = read(record.strip_prefix(r#"{"m":"#).unwrap().strip_suffix('}').unwrap()).unwrap();
    assert_eq!(found.fields.len(), 300);
    assert_eq!(codes(&found), [""; 0]);
}

#[test]
fn what_does_not_fit_is_said() {
    let deep = |depth: usize| r#"{"a":"#.repeat(depth) + "1" + &"}".repeat(depth);
    let found = read(&deep(30)).unwrap();
    assert!(columns(&found).contains("a: int64>>>>>"));
    assert_eq!(codes(&found), [""; 0]);
    for depth in [31, 20_000] {
        let found = read(&deep(depth)).unwrap();
        assert!(columns(&found).contains("a: extension<arrow.json>>>>>"));
        assert_eq!(codes(&found), ["too-deep"]);
    }
    let lists = format!(r#"{{"a":{}{}}}"#, "[".repeat(20_000), "]".repeat(20_000));
    assert_eq!(codes(&read(&lists).unwrap()), ["too-deep"]);

    // A name is told in the types of all that hold it.
    let name =
        |depth: usize| format!("{}{{\"{}\":1}}{}", "{\"a\":".repeat(depth), "n".repeat(200_000), "}".repeat(depth));
    assert_eq!(codes(&read(&name(8)).unwrap()), [""; 0]);
    assert_eq!(read(&name(10)).unwrap_err().kind, ReadErrorKind::TooLarge);

    let wide: Vec<String> = (0..20_000).map(|key| format!(r#""k{key}":1"#)).collect();
    let found = read(&format!("{{{}}}", wide.join(","))).unwrap();
    assert_eq!((found.fields.len(), codes(&found)), (10_000, vec!["truncated"]));
    let many: Vec<String> = (0..20_000).map(|key| format!(r#""k{}":{{"x{key}":[{key}]}}"#, key / 100)).collect();
    let found = read(&format!(r#"{{"a":{{{}}},"b":1}}"#, many.join(","))).unwrap();
    assert_eq!((found.fields.len(), codes(&found)), (2, vec!["truncated"]));
}

#[test]
fn records_are_found_however_they_are_set() {
    let check = |text: &str, records| {
        let found = read(text).unwrap();
        assert_eq!((&*columns(&found), found.records), ("a: int64, b: string", Some(records)), "{text}");
        assert_eq!(codes(&found), [""; 0], "{text}");
    };
    check("{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":null}\n", 2);
    check("{\"a\":1,\"b\":\"x\"}\r\n\r\n{\"a\":2,\"b\":null}", 2);
    check("{\"a\":1,\"b\":\"x\"}\r{\"a\":2,\"b\":null}\r", 2);
    check(r#"{"a":1,"b":"x"}{"a":2,"b":null}"#, 2);
    check(r#"[{"a":1,"b":"x"},{"a":2,"b":null}]"#, 2);
    check("[\n{\"a\":1,\"b\":\"x\"},\n{\"a\":2,\"b\":null}\n]\n", 2);
    check("[{\"a\":1,\"b\":\"x\"}]\n[{\"a\":2,\"b\":null}]\n", 2);
    check("{\n  \"a\": 1,\n  \"b\": \"x\"\n}\n", 1);
    check("{\n  \"a\": 1,\n  \"b\": \"x\"\n}\n{\n  \"a\": 2,\n  \"b\": null\n}\n", 2);
    check(r#"{"Records":[{"a":1,"b":"x"},{"a":2,"b":null}]}"#, 2);
    check("{\n  \"rows\": [\n    {\"a\": 1, \"b\": \"x\"}\n  ]\n}\n", 1);
}

#[test]
fn an_object_with_more_than_an_array_of_objects_is_a_record() {
    check(r#"{"id":1,"items":[{"a":1}]}"#, "id: int64, items: list<item: struct<a: int64>>");
    check(r#"{"items":[{"a":1}],"id":1}"#, "items: list<item: struct<a: int64>>, id: int64");
    check(r#"{"items":[{"a":1},2]}"#, "items: list<item: dense_union<int64: int64=0, struct: struct<a: int64>=1>>");
    check(r#"{"items":[{"a":1}]} {"items":[]}"#, "items: list<item: struct<a: int64>>");
    check(r#"{"items":[]}"#, "items: list<item: null>");
    check(r#"{"items":[1,2]}"#, "items: list<item: int64>");
}

#[test]
fn every_encoding_is_read() {
    let text = "{\"a\":1,\"이름\":\"x\"}\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
    let utf32 = |bytes: fn(u32) -> [u8; 4]| text.chars().map(u32::from).flat_map(bytes).collect::<Vec<_>>();
    let check = |bytes: Vec<u8>, mark: &[u8], encoding: &str| {
        for bytes in [bytes.clone(), [mark, &bytes].concat()] {
            let found = read_json(Sample { bytes: &bytes, complete: true }, &TextOptions::default()).unwrap();
            assert_eq!(columns(&found), "a: int64, 이름: string");
            assert_eq!(found.meta.encoding.as_deref(), Some(encoding));
            assert_eq!(codes(&found), [""; 0]);
            // Wherever the sample ends, half a character is no reason for a warning.
            let twice =
                [bytes.clone(), bytes.get(if bytes.starts_with(mark) { mark.len() } else { 0 }..).unwrap().to_vec()]
                    .concat();
            for end in bytes.len()..twice.len() {
                let sample = Sample { bytes: &twice[..end], complete: false };
                let found = read_json(sample, &TextOptions::default()).unwrap();
                assert!(found.records.unwrap() > 0 && found.warnings.is_empty(), "{encoding} {end}");
            }
        }
    };
    check(text.into(), b"\xEF\xBB\xBF", "UTF-8");
    check(utf16(u16::to_le_bytes), b"\xFF\xFE", "UTF-16LE");
    check(utf16(u16::to_be_bytes), b"\xFE\xFF", "UTF-16BE");
    check(utf32(u32::to_le_bytes), b"\xFF\xFE\0\0", "UTF-32LE");
    check(utf32(u32::to_be_bytes), b"\0\0\xFE\xFF", "UTF-32BE");

    let read = |bytes: &[u8]| read_json(Sample { bytes, complete: true }, &TextOptions::default()).unwrap();
    let text = "{\"a\":\"열한 글자가 넘게 되는 한글 글귀\"}\n".as_bytes();
    let found = read(&[text, b"{\"a\":\"\xE9\"}\n"].concat());
    assert_eq!((found.records, codes(&found)), (Some(2), vec!["undecodable"]));
    // No JSON, strictly; but what it says is plain.
    let found = read(b"[{\"\xC0\xCC\xB8\xA7\":\"\xB0\xAD\xB3\xB2\xB1\xB8 \xBF\xAA\xBB\xEF\xB5\xBF\"}]");
    assert_eq!((&*columns(&found), found.meta.encoding.as_deref()), ("이름: string", Some("EUC-KR")));
}

#[test]
fn a_bad_record_is_left_out_and_counted() {
    let check = |text: &str, records, message: &str| {
        let found = read(text).unwrap();
        assert_eq!((&*columns(&found), found.records), ("a: int64", Some(records)), "{text}");
        let messages: Vec<&str> = found.warnings.iter().map(|warning| &*warning.message).collect();
        assert_eq!(codes(&found), ["bad-record"], "{text}");
        assert!(messages[0].contains(message), "{}", messages[0]);
    };
    check("{\"a\":1}\nnot json\n{\"a\":2}\n", 2, "1 was left out; the first is in line 2");
    check("not json\n{\"a\":1}\nnot json\n{\"a\":\"", 1, "3 were left out; the first is in line 1");
    // Nothing of a bad record counts, not even what stands before the fault.
    check("{\"a\":1}\n{\"a\":2.5,\"b\":1,}\n{\"a\":3}\n", 2, "line 2");
    check("{\"a\":1}\n{\"a\":\"\\ud800\"}\n", 1, "line 2");
    check("{\"a\":1}\n{\"a\":\"no end}\n{\"a\":3}\n", 2, "line 2");
    check("{\"a\":1}\n{\"a\":01}\n{\"a\":2}", 2, "line 2");
    check("{\"a\":1}\n{\"a\":2}TRAILER\n{\"a\":3}", 3, "line 2");
    check("{\n \"a\": 1\n}\n{\n \"a\": 1.5,\n \"b\": [\n  x\n ]\n}\n{\n \"a\": 3\n}\n", 2, "line 7");
    check("[{\"a\":1},\n{\"a\":2.5,}]", 1, "line 2");
    check("{\"a\":1}\n5\n[6]\n", 1, "2 were left out");
    check("{\"Records\":[{\"a\":1},{\"a\":x}]}", 1, "line 1");
}

#[test]
fn no_record_is_lost_beside_a_bad_one() {
    let check = |text: &str, records, bad| {
        let found = read(text).unwrap();
        assert_eq!((&*columns(&found), found.records), ("a: int64", Some(records)), "{text}");
        let messages: Vec<&str> = found.warnings.iter().map(|warning| &*warning.message).collect();
        let left_out = format!("{bad} {} left out", if bad == 1 { "was" } else { "were" });
        match bad {
            0 => assert_eq!(messages, [""; 0], "{text}"),
            _ => assert!(messages.len() == 1 && messages[0].contains(&left_out), "{text} {messages:?}"),
        }
    };
    let records = |bad: &[usize], between: &str, one: &dyn Fn(&str) -> String| {
        let record = |at| if bad.contains(&at) { one("x") } else { one("1") };
        (0..102).map(record).collect::<Vec<_>>().join(between)
    };
    let short = |value: &str| format!("{{\"a\":{value}}}");
    let pretty = |value: &str| format!("  {{\n    \"a\": {value}\n  }}");
    for bad in [&[50][..], &[0], &[101], &[3, 4, 70]] {
        let (count, left_out) = (102 - bad.len() as u64, bad.len());
        check(&records(bad, "\n", &short), count, left_out);
        check(&records(bad, "", &short), count, left_out);
        check(&records(bad, ",\n", &short), count, left_out);
        check(&format!("[{}]", records(bad, ",", &short)), count, left_out);
        check(&format!("[\n{}\n]\n", records(bad, ",\n", &short)), count, left_out);
        check(&format!("[\n{}\n]\n", records(bad, ",\n", &pretty)), count, left_out);
        check(&format!("{{\n\"rows\": [\n{}\n]\n}}\n", records(bad, ",\n", &pretty)), count, left_out);
    }
    check(&records(&[], ",\n", &short), 102, 0);
    check(&format!("[\n{}\n]", records(&[], "\n", &short)), 102, 0);
    // An object inside a bad record is no record.
    check("[\n  {\n    \"b\": x,\n    \"c\": [\n      {\"d\": 1}\n    ]\n  },\n  {\"a\": 1}\n]", 1, 1);
    check("[\n  {\n    \"b\": \"no end,\n    \"c\": {\n      \"d\": 1\n    },\n  {\"a\": 1}\n]", 1, 1);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_to_its_end(text in "([\\[\\]{},:\"x1\n ]|\\{\"a\":1\\}){0,60}", complete: bool) {
        let _ = read_json(Sample { bytes: text.as_bytes(), complete }, &TextOptions::default());
    }
}

#[test]
fn what_the_end_of_a_sample_cuts_is_not_used() {
    let texts = [
        "{\"a\":1,\"b\":[{\"c\":1.5}]}\n{\"a\":2,\"b\":[{\"c\":-2e5}],\"\\ud83d\\ude00\":true}\n{\"a\":\"\\ud83d\\ude00\",\"d\":NaN}\n",
        "[{\"a\":1,\"b\":[{\"c\":1.5}]},\n{\"a\":2,\"b\":[{\"c\":-2e5}],\"\\ud83d\\ude00\":true},\n{\"a\":\"\\ud83d\\ude00\",\"d\":NaN}]\n",
        "{\"Records\":[{\"a\":1,\"b\":[{\"c\":1.5}]},{\"a\":2,\"b\":[{\"c\":-2e5}],\"\\ud83d\\ude00\":true},{\"a\":\"\\ud83d\\ude00\",\"d\":NaN}]}\n",
        "{\n \"a\":1,\n \"b\":[\n  {\n  \"c\":1.5}\n ]\n}\n{\n \"a\":2,\n \"b\":[\n  {\"c\":-2e5}\n ],\n \"\\ud83d\\ude00\":true\n}\n{\n \"a\":\"\\ud83d\\ude00\",\n \"d\":NaN\n}\n",
    ];
    let expected = [
        "a: int64, b: list<item: struct<c: double>>",
        "a: int64, b: list<item: struct<c: double>>, \u{1F600}: bool",
        "a: dense_union<int64: int64=0, string: string=1>, b: list<item: struct<c: double>>, \u{1F600}: bool, d: double",
    ];
    for text in texts {
        for end in 1..text.len() {
            let sample = Sample { bytes: &text.as_bytes()[..end], complete: false };
            match read_json(sample, &TextOptions::default()) {
                Ok(found) => {
                    let records = usize::try_from(found.records.unwrap()).unwrap();
                    assert_eq!(columns(&found), expected[records - 1], "{text} {end}");
                    assert_eq!(codes(&found), [""; 0], "{text} {end}");
                }
                Err(error) => assert_eq!(error.kind, ReadErrorKind::TooShort, "{text} {end}: {error}"),
            }
        }
    }
}

#[test]
fn what_is_no_table_is_an_error() {
    let check = |text: &str, complete, expected| {
        let sample = Sample { bytes: text.as_bytes(), complete };
        assert_eq!(
            read_json(sample, &TextOptions::default()).map(|found| columns(&found)).unwrap_err().kind,
            expected,
            "{text}"
        );
    };
    for text in ["", " \n\n", "\u{FEFF}", "[]", "[\n]"] {
        check(text, true, ReadErrorKind::Empty);
    }
    for text in ["1", "\"x\"", "null", "true", "[1,2,3]", "[[{\"a\":1}]]", "1\n2\n", "NaN", "[null]"] {
        check(text, true, ReadErrorKind::NotTabular);
    }
    for text in ["not json", "{\"a\":1,}\n", "{\"a\":\"\\ud800\"}", "{\"a\":1", "[{\"a\":1", "{'a':1}", "\0\0\0\0\0"] {
        check(text, true, ReadErrorKind::Malformed);
    }
    for text in ["", " ", "{", "{\"a\":1", "{\"a\":tr", "[", "[{\"a\":\"\\ud8"] {
        check(text, false, ReadErrorKind::TooShort);
    }
    check("[1,2,3,", false, ReadErrorKind::NotTabular);
}

fn check(text: &str, expected: &str) {
    let found = read(text).unwrap();
    assert_eq!(columns(&found), expected, "{text}");
    assert_eq!(codes(&found), [""; 0], "{text}");
}

fn read(text: &str) -> Result<FileSchema, ReadError> {
    read_json(Sample { bytes: text.as_bytes(), complete: true }, &TextOptions::default())
}

/// The columns and their types.
fn columns(found: &FileSchema) -> String {
    let column = |field: &arrow_schema::Field| format!("{}: {}", field.name(), type_name(field));
    found.fields.iter().map(column).collect::<Vec<_>>().join(", ")
}

fn codes(found: &FileSchema) -> Vec<&'static str> {
    found.warnings.iter().map(|warning| warning.code.as_str()).collect()
}
