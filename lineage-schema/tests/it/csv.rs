use lineage_model::Code;
use lineage_schema::{Dialect, FileSchema, ReadErrorKind, Sample, TextOptions, read_csv};
use proptest::prelude::*;

fn read(bytes: &[u8], complete: bool) -> FileSchema {
    read_csv(Sample { bytes, complete }, &TextOptions::default()).unwrap()
}

fn columns(schema: &FileSchema) -> String {
    let column = |field: &arrow_schema::Field| format!("{} {}", field.name(), field.data_type());
    schema.fields.iter().map(column).collect::<Vec<_>>().join(", ")
}

#[test]
fn columns_have_the_names_of_the_header_and_the_types_of_their_values() {
    let check = |text: &str, expected| assert_eq!(columns(&read(text.as_bytes(), true)), expected, "{text:?}");
    check("id,score\n1,0.5\n", "id Int64, score Float64");
    check("id\n1\n2\n", "id Int64");
    check("a\n1\n2.5\n", "a Float64");
    check("a,b\n,\n,x\n", "a Null, b Utf8");
    check("zip,n\n00123,1\n04567,2\n", "zip Utf8, n Int64");
    check("a,b,c\n1e10,inf,1_000\n2e-3,-inf,2_000\n", "a Float64, b Float64, c Utf8");
    check("a,b,c\n1,NA,\n,null,\nNaN,\\N,\n", "a Float64, b Utf8, c Null");
    check("a,b\n\"1,234\",$5.00\n\"2,345\",$6.00\n", "a Utf8, b Utf8");
    check("n,m\n9223372036854775808,1\n-1,18446744073709551615\n", "n Decimal128(19, 0), m Decimal128(20, 0)");
    check("ok,flag\ntrue,yes\nFALSE,no\n", "ok Boolean, flag Utf8");
    check("a;b\n1,5;2\n3,5;4\n", "a Utf8, b Int64");
    check(
        "d,ts,tsz,tsz2,t,dmy\n\
         2024-01-02,2024-01-02 03:04:05,2024-01-02T03:04:05Z,2024-01-02T03:04:05.123456+09:00,03:04:05,31/12/2024\n\
         2024-01-03,2024-01-03 03:04:05,2024-01-03T03:04:05Z,2024-01-03T03:04:05.123456+09:00,03:04:06,30/12/2024\n",
        "d Date32, ts Timestamp(µs), tsz Timestamp(µs, \"UTC\"), tsz2 Timestamp(µs, \"UTC\"), t Time64(µs), dmy Utf8",
    );
}

#[test]
fn the_first_record_names_the_columns_unless_it_looks_like_the_others() {
    let check = |text: &str, expected| assert_eq!(columns(&read(text.as_bytes(), true)), expected, "{text:?}");
    // A text where numbers are below, or texts that do not occur again.
    check("name,city\nkim,seoul\nlee,busan\n", "name Utf8, city Utf8");
    check("id,2023,2024\n1,2,3\n4,5,6\n", "id Int64, 2023 Int64, 2024 Int64");
    check("이름,나이\n철수,1\n", "이름 Utf8, 나이 Int64");
    check("a,b,c\n", "a Null, b Null, c Null");
    check("a,b\nx,y\na,b\nz,w\n", "a Utf8, b Utf8");
    // Numbers alone are never names; nor is a text among texts that occurs again, or a missing value.
    check("1,0.5\n2,0.6\n", "column_1 Int64, column_2 Float64");
    check("2023,2024\n1,2\n", "column_1 Int64, column_2 Int64");
    check("1,2,3\n", "column_1 Int64, column_2 Int64, column_3 Int64");
    check("1,x\n2,y\n", "column_1 Int64, column_2 Utf8");
    check("yes\nno\nyes\n", "column_1 Utf8");
    check("NA,5\n3,6\n", "column_1 Utf8, column_2 Int64");
    check("00123,10/08/2008\n00124,11/08/2008\n", "column_1 Utf8, column_2 Utf8");
    // Names as they are, and a place in place of none.
    check("a,,c\n1,2,3\n", "a Int64, column_2 Int64, c Int64");
    check("a, b\n1, 2\n3, 4\n", "a Int64,  b Int64");
    check("a,a,b\n1,x,2\n", "a Int64, a Utf8, b Int64");
}

#[test]
fn one_column_of_texts_has_a_header_that_looks_like_one() {
    let named = |name: &str, below: &str| {
        let schema = read(format!("{name}\n{below}\n").as_bytes(), true);
        assert_eq!(columns(&schema), format!("{name} Utf8"), "{name}");
    };
    let unnamed = |text: &str| assert_eq!(columns(&read(text.as_bytes(), true)), "column_1 Utf8", "{text:?}");
    let most = "x".repeat(64);
    for name in ["phone", "movie_title", "_id", "a.b-c", "이름", &most] {
        named(name, "+82 2 1\nx/y");
    }
    for line in
        ["1st", "-x", "a/b", "a:b", "Kim Minsu", "Violation Legal Code", "a (b)", "x\u{1b}y", &format!("{most}x")]
    {
        unnamed(&format!("{line}\n+82 2 1\nx/y\n"));
    }
    // A line that occurs again, or begins as another does, is one of them.
    unnamed("happy\nsad\nhappy\n");
    unnamed("import os\nx/y\nimport sys\n");
    unnamed("error\nerror of kim\n");
    unnamed("user kim\nuser lee\n");
}

#[test]
fn a_value_is_no_name() {
    let check = |text: &str, expected| assert_eq!(columns(&read(text.as_bytes(), true)), expected, "{text:?}");
    let texts = "column_1 Utf8, column_2 Utf8";
    // Nothing tells the first line of a text from the others.
    check("password: hunter\nuser: kim\n", "column_1 Utf8");
    check("import os\nimport sys\n\nprint(os.environ)\n", "column_1 Utf8");
    check("name\n", "column_1 Utf8");
    check("name,\"kim\nlee\n", texts);
    check("day\n2024-01-02\n", "day Date32");
    check("kim@example.org,x\nlee@example.org,y\n", texts);
    check("s3://bucket/a,x\ns3://bucket/b,y\n", texts);
    check("token=abc,x\ntoken=def,y\n", texts);
    check("id 123E4567-e89b-12d3-a456-426614174000,x\nid 123e4567-e89b-12d3-a456-426614174001,y\n", texts);
    check("d41d8cd98f00b204e9800998ecf8427e,x\nd41d8cd98f00b204e9800998ecf8427f,y\n", texts);
    check(&format!("{},x\n{},y\n", "a ".repeat(65), "b ".repeat(65)), texts);
    check("A3T5Z9KQ7MPL2XW8RB4C6,x\nB3T5Z9KQ7MPL2XW8RB4C6,y\n", texts);
    check("Dear Kim, the password is hunter.\nyours, Lee\n", texts);
    check("2024-01-02 10:00:01 ERROR user, x\n2024-01-02 10:00:02 ERROR other, y\n", texts);
    // These are names, though not far from it.
    check("feature_2024_q1_score_v2,x\na,y\n", "feature_2024_q1_score_v2 Utf8, x Utf8");
    check("123e4567-e89b-12d3-a456-42661417400,x\na,y\n", "123e4567-e89b-12d3-a456-42661417400 Utf8, x Utf8");
    check("http:/a,x\nb,y\n", "http:/a Utf8, x Utf8");
    // What is below tells more.
    check("user@host,n\nkim,1\n", "user@host Utf8, n Int64");
}

#[test]
fn delimiters_quotes_and_line_ends_are_found() {
    let check = |text: &str, delimiter, expected| {
        let schema = read(text.as_bytes(), true);
        assert_eq!(columns(&schema), expected, "{text:?}");
        assert_eq!(schema.meta.dialect.unwrap().delimiter, delimiter, "{text:?}");
    };
    check("a\tb\n1\t2\n", '\t', "a Int64, b Int64");
    check("a|b\n1|2\n", '|', "a Int64, b Int64");
    check("a\u{1}b\n1\u{1}2\n", '\u{1}', "a Int64, b Int64");
    check("kim\u{1}1,2\u{1}x y\nlee\u{1}3,4\u{1}z\n", '\u{1}', "column_1 Utf8, column_2 Utf8, column_3 Utf8");
    check("1 2 3\n4 5 6\n7 8 9\n", ' ', "column_1 Int64, column_2 Int64, column_3 Int64");
    // Rows differ in width, but quotes tell what is separated.
    check(
        "n kind text\n1 big \"a, b\"\n2 not small \"c, d\"\n3 x \"f g\"\n4 not at all \"h i\"\n5 not y \"j, k\"\n",
        ' ',
        "n Int64, kind Utf8, text Utf8",
    );
    check("a,b\r\n1,2\r\n", ',', "a Int64, b Int64");
    check("a,b\r1,2\r", ',', "a Int64, b Int64");
    check("1,2,3\n4,5,6\r\n7,8,9\r", ',', "column_1 Int64, column_2 Int64, column_3 Int64");
    check("a,b\n1,'x,y'\n2,'z,w'\n", ',', "a Int64, b Utf8");
    check("a,b\n1,\"x\n,y\"\n2,\"\"\"z\"\"\"\n", ',', "a Int64, b Utf8");
    check("a,b\n1,\"say \\\"x\\\", y\"\n2,z\n", ',', "a Int64, b Utf8");
    check("id,path\n1,\"C:\\dir\\\"\n2,\"D:\\\"\n", ',', "id Int64, path Utf8");
    check("c\n\"{'a': 1, 'b': 2}\"\n", ',', "c Utf8");
    check("k\tv\n1\t{\"a\": 1, \"b\": 2}\n2\t{\"a\": 1, \"b\": 3}\n", '\t', "k Int64, v Utf8");
    check("\"1\"\t\"Kim, A\"\n\"2\"\t\"Lee, B\"\n", '\t', "column_1 Int64, column_2 Utf8");
    // None of these has a delimiter.
    check("uri\ns3://bucket/a/b\ns3://bucket/c/d\n", ',', "uri Utf8");
    check("say \"a b\" to him\nand \"no\" to her\nand then\n", ',', "column_1 Utf8");
    check("2024-01-01 10:00:00\n2024-01-02 10:00:00\n", ',', "column_1 Timestamp(µs)");
    check("31/12/2024\n30/12/2024\n", ',', "column_1 Utf8");
    check("name\nJohn Smith\nJane Doe\nKim Lee\n", ',', "name Utf8");
    check("the best of times\nthe worst of times\n", ',', "column_1 Utf8");
}

#[test]
fn what_is_above_the_table_is_skipped_and_said() {
    let check = |text: &str, lines, expected| {
        let schema = read(text.as_bytes(), true);
        assert_eq!(columns(&schema), expected, "{text:?}");
        assert_eq!(schema.meta.dialect.unwrap().skipped_lines, lines, "{text:?}");
        assert_eq!(schema.warnings.iter().any(|warning| warning.code == Code::Preamble), lines > 0, "{text:?}");
    };
    check("Report 2024\n\na,b\n1,2\n3,4\n", 2, "a Int64, b Int64");
    check("Report 2024,,\nname,n,m\nx,1,2\ny,3,4\n", 1, "name Utf8, n Int64, m Int64");
    check("# made by hand\r\n# twice, \"at least\r\na,b\r\n1,2\r\n# the end\r\n3,4\r\n", 2, "a Int64, b Int64");
    check("some text\n\nmore\nkim,1,x\nlee,2,y\n", 3, "column_1 Utf8, column_2 Int64, column_3 Utf8");
    // These are headers.
    check("#id,name\n1,x\n2,y\n", 0, "#id Int64, name Utf8");
    check("#,name,city\nx,kim,seoul\ny,lee,busan\n", 0, "# Utf8, name Utf8, city Utf8");
    check("##format 4\n#CHROM\tPOS\n20\t14370\n20\t17330\n", 1, "#CHROM Int64, POS Int64");
    check("a,,\n1,x,\n2,y,z\n", 0, "a Int64, column_2 Utf8, column_3 Utf8");
}

#[test]
fn rows_of_another_length_change_no_columns() {
    let schema = read(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n", true);
    assert_eq!((columns(&schema).as_str(), schema.records), ("a Int64, b Int64, c Int64", Some(4)));
    insta::assert_debug_snapshot!(messages(&schema), @r#"
    [
        "ragged-rows: 1 of 4 rows have more than 3 values; what is over is left out",
        "ragged-rows: 1 of 4 rows have fewer than 3 values; the others are missing",
    ]
    "#);
    let schema = read(b"a,a,,\n1,2,3,4\n", true);
    insta::assert_debug_snapshot!(messages(&schema), @r#"
    [
        "duplicate-column: more than one column is named 'a'",
    ]
    "#);
}

fn messages(schema: &FileSchema) -> Vec<String> {
    schema.warnings.iter().map(|warning| format!("{}: {}", warning.code, warning.message)).collect()
}

#[test]
fn texts_are_read_in_the_encoding_that_they_are_in() {
    let check = |bytes: &[u8], encoding: &str, expected| {
        let schema = read(bytes, true);
        assert_eq!(columns(&schema), expected, "{encoding}");
        assert_eq!(schema.meta.encoding.as_deref(), Some(encoding));
        assert_eq!(messages(&schema), Vec::<String>::new(), "{encoding}");
    };
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let text = "이름,나이\n가나,1\n다라,2\n";
    check(text.as_bytes(), "UTF-8", "이름 Utf8, 나이 Int64");
    check(format!("\u{feff}{text}").as_bytes(), "UTF-8", "이름 Utf8, 나이 Int64");
    check(&utf16(&format!("\u{feff}{text}"), u16::to_le_bytes), "UTF-16LE", "이름 Utf8, 나이 Int64");
    check(&utf16(&format!("\u{feff}{text}"), u16::to_be_bytes), "UTF-16BE", "이름 Utf8, 나이 Int64");
    check(&utf16(text, u16::to_le_bytes), "UTF-16LE", "이름 Utf8, 나이 Int64");
    check(&utf16(text, u16::to_be_bytes), "UTF-16BE", "이름 Utf8, 나이 Int64");
    check(b"\xc0\xcc\xb8\xa7,\xb0\xaa\n\xc8\xab\xb1\xe6\xb5\xbf,1\n", "EUC-KR", "이름 Utf8, 값 Int64");
    check(
        b"\x96\xbc\x91\x4f,\x94\x4e\x97\xee\n\x93\x63\x92\x86\x82\xb3\x82\xf1,1\n",
        "Shift_JIS",
        "名前 Utf8, 年齢 Int64",
    );
    check(b"nom,\xe2ge\nRen\xe9e,1\nAndr\xe9,2\n", "windows-1252", "nom Utf8, âge Int64");
    check(
        b"\xe8\xec\xff,\xe2\xee\xe7\xf0\xe0\xf1\xf2\n\xc0\xed\xed\xe0,1\n\xc8\xe2\xe0\xed,2\n",
        "windows-1251",
        "имя Utf8, возраст Int64",
    );
}

#[test]
fn a_short_korean_header_over_numbers_is_korean() {
    let check = |header: &[u8], expected: &str| {
        let schema = read(&[header, b"\n1,2\n3,4\n"].concat(), true);
        assert_eq!((columns(&schema).as_str(), schema.meta.encoding.as_deref()), (expected, Some("EUC-KR")));
    };
    check(b"\xb9\xf8\xc8\xa3,\xb0\xaa", "번호 Int64, 값 Int64");
    check(b"\xbc\xba\xba\xb0,\xb3\xaa\xc0\xcc", "성별 Int64, 나이 Int64");
    check(b"\xbf\xac\xb5\xb5,\xc0\xce\xb1\xb8", "연도 Int64, 인구 Int64");
    check(b"\xb0\xa1,\xc8\xfe", "가 Int64, 힝 Int64");
    // A pair that the end of a sample cuts is one all the same.
    let cut = read_csv(Sample { bytes: b"\xb0\xaa,n\n1,2\n3,\xb0", complete: false }, &TextOptions::default());
    assert_eq!(cut.unwrap().meta.encoding.as_deref(), Some("EUC-KR"));
}

#[test]
fn a_few_zeros_are_part_of_a_text() {
    let check = |text: &[u8], expected: Option<&str>| {
        let schema = read_csv(Sample { bytes: text, complete: true }, &TextOptions::default());
        assert_eq!(schema.ok().as_ref().map(columns).as_deref(), expected, "{}", text.escape_ascii());
    };
    check(b"name,n\nkim\0,1\nlee,2\n", Some("name Utf8, n Int64"));
    check(b"name,n\n\0\0,1\nlee,2\nkim,3\n", Some("name Utf8, n Int64"));
    check("이름,나이\n김\0,1\n이,2\n".as_bytes(), Some("이름 Utf8, 나이 Int64"));
    check(b"\xff\xfen\0,\0m\0\n\0\x31\0,\0x\0\n\0\x32\0,\0\0\0\n\0", Some("n Int64, m Utf8"));
    // Much of a text may be whole all the same.
    let rows = "kim,1\n".repeat(100);
    check(format!("name,n\n{rows}lee\0\u{4},2\n").as_bytes(), Some("name Utf8, n Int64"));
    // More than one in ten, or beside what no text has.
    check(b"name,n\n\0\0\0,1\nlee,2\nkim,3\n", None);
    check(b"name,n\nkim\0,1\nlee\x04,2\n", None);
    check(&["이름,나이\n가나다라마바사아자차카타파하,1\n".as_bytes(), b"\xff\0,2\n"].concat(), None);
}

#[test]
fn a_mistake_in_a_text_is_said() {
    let text = "이름,나이\n가나다라마바사아자차카타파하,1\n".replace('1', "\u{1}").into_bytes();
    let text: Vec<u8> = text.into_iter().map(|byte| if byte == 1 { 0xff } else { byte }).collect();
    let schema = read(&text, true);
    assert_eq!((columns(&schema).as_str(), schema.meta.encoding.as_deref()), ("이름 Utf8, 나이 Utf8", Some("UTF-8")));
    assert_eq!(messages(&schema), ["undecodable: some bytes are no UTF-8: U+FFFD stands in their place"]);
}

#[test]
fn a_cut_record_is_not_used() {
    let check = |text: &str, records, expected| {
        let schema = read(text.as_bytes(), false);
        assert_eq!((columns(&schema).as_str(), schema.records), (expected, Some(records)), "{text:?}");
    };
    check("d,n\n2024-01-02,1\n2024-0", 1, "d Date32, n Int64");
    check("d,n\n2024-01-02,1\n2024-01-03,2", 1, "d Date32, n Int64");
    check("d,n\n2024-01-02,1\n2024-01-03,2\n", 2, "d Date32, n Int64");
    check("d,n\n2024-01-02,1\n2024-01-03,\"2\n", 1, "d Date32, n Int64");
    check("d,n\n2024-01-02,1\r", 1, "d Date32, n Int64");
    check("d,n\n", 0, "d Null, n Null");
    let text = "이름,나이\n가나,1\n다라".as_bytes();
    let schema = read(text.get(..text.len() - 1).unwrap(), false);
    assert_eq!((schema.records, messages(&schema)), (Some(1), Vec::new()), "a character is cut");
    assert_eq!(columns(&schema), "이름 Utf8, 나이 Int64");
}

#[test]
fn what_is_no_table_is_an_error() {
    let check = |bytes: &[u8], complete, expected| {
        let error = read_csv(Sample { bytes, complete }, &TextOptions::default()).unwrap_err();
        assert_eq!(error.kind, expected, "{error}");
    };
    check(b"", true, ReadErrorKind::Empty);
    check(b"\xef\xbb\xbf", true, ReadErrorKind::Empty);
    check(b"\n\r\n\n", true, ReadErrorKind::Empty);
    check(b"", false, ReadErrorKind::TooShort);
    check(b"a,b", false, ReadErrorKind::TooShort);
    check(b"PAR1,PARE\na,1\n", true, ReadErrorKind::Malformed);
    check(b"PARE cut", true, ReadErrorKind::Malformed);
    check(b"PAR1\x15\x00\x15\x00PAR1", true, ReadErrorKind::Malformed);
    check(b"a,b\n1,\x002\n", true, ReadErrorKind::Malformed);
    check(b"\x89PN\xff\x1a\x05\xfe\x03\x02\x10\x11,\x12", true, ReadErrorKind::Malformed);
    check(&[b','; 100_000], true, ReadErrorKind::TooLarge);
    check(&[b"a,b\n1,2\n".as_slice(), &[b','; 100_000]].concat(), true, ReadErrorKind::TooLarge);
}

#[test]
fn a_first_line_for_excel_tells_the_delimiter() {
    let check = |text: &str, delimiter, expected: &str| {
        let found = read(text.as_bytes(), true);
        let dialect = found.meta.dialect.clone().unwrap();
        assert_eq!((&*columns(&found), dialect.delimiter, dialect.skipped_lines), (expected, delimiter, 1), "{text}");
        let codes: Vec<_> = found.warnings.iter().map(|warning| warning.code.as_str()).collect();
        assert_eq!((codes, found.records), (vec!["preamble"], Some(2)), "{text}");
        // As it was found, it is read again.
        let mut options = TextOptions::default();
        options.dialect = Some(dialect);
        let again = read_csv(Sample { bytes: text.as_bytes(), complete: true }, &options).unwrap();
        assert_eq!(again.fields, found.fields);
    };
    check("sep=;\r\na;b\r\n1,5;x\r\n2,5;y\r\n", ';', "a Utf8, b Utf8");
    check("sep=,\na,b\n1,x;y\n2,z;w\n", ',', "a Int64, b Utf8");
    check("\"SEP=\t\"\na\tb\n1\tx\n2\ty\n", '\t', "a Int64, b Utf8");
    check("sep=~\na~b\n1~x\n2~y\n", '~', "a Int64, b Utf8");
}

#[test]
fn options_say_what_is_missing_and_how_values_are_separated() {
    let mut options = TextOptions::default();
    options.null_values = ["NA", "-"].map(|null| null.as_bytes().into()).into();
    let read = |text: &str, options: &TextOptions| {
        columns(&read_csv(Sample { bytes: text.as_bytes(), complete: true }, options).unwrap())
    };
    assert_eq!(read("a,b,c\n1,NA,x\n-,NA, - \n", &options), "a Int64, b Null, c Utf8");
    options.dialect =
        Some(Dialect { delimiter: ';', quote: None, escape: None, comment: None, header: false, skipped_lines: 1 });
    assert_eq!(read("a,b\r\n1;\"x\r\n2;NA\r\n", &options), "column_1 Int64, column_2 Utf8");
}

proptest! {
    #[test]
    fn tables_are_read_as_they_were_written(
        rows in prop::collection::vec(prop::collection::vec("[a-z \"\n,;가-힣]{0,8}", 2..5), 1..20),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|', '\u{1}']),
        cut in 0.0..1.0,
    ) {
        let quote = |value: &String| format!("\"{}\"", value.replace('"', "\"\""));
        let lines = rows.iter().map(|row| row.iter().map(quote).collect::<Vec<_>>().join(&delimiter.to_string()) + "\n");
        let text: String = lines.collect();
        let dialect =
            Dialect { delimiter, quote: Some('"'), escape: None, comment: None, header: false, skipped_lines: 0 };
        let mut options = TextOptions::default();
        options.dialect = Some(dialect);
        let whole = read_csv(Sample { bytes: text.as_bytes(), complete: true }, &options).unwrap();
        prop_assert_eq!(whole.records, Some(rows.len() as u64));
        prop_assert_eq!(whole.fields.len(), rows.first().map_or(0, Vec::len));
        let cut = (text.len() as f64 * cut) as usize;
        let head = read_csv(Sample { bytes: text.as_bytes().get(..cut).unwrap(), complete: false }, &options);
        let records = head.map_or(Some(0), |head| head.records);
        prop_assert!(records <= whole.records);
    }

    #[test]
    fn whatever_is_read_is_read_the_same_way_again(bytes in prop::collection::vec(any::<u8>(), 0..200), complete: bool) {
        let read = || read_csv(Sample { bytes: &bytes, complete }, &TextOptions::default());
        prop_assert_eq!(read(), read());
    }
}

#[test]
fn a_text_that_ends_inside_quotes_says_so() {
    let check = |text: &str, records, expected| {
        let schema = read(text.as_bytes(), true);
        let warned = schema.warnings.iter().any(|warning| warning.message.starts_with("the text ends inside quotes"));
        assert_eq!((schema.records, warned), (Some(records), expected), "{text:?}");
    };
    check("a,b\n1,\"x\n2,y\n3,z", 1, true);
    check("a,b\n1,\"x\n2,y\n3,z\n", 1, true);
    check("a,b\n1,\"x\n2\"\n", 1, false);
    check("a,b\n1,\"x\"", 1, false);
    check("a,b\n1,x\n2,y", 2, false);
    check("a,b\r\n1,x\r\n", 1, false);
}

/// As the quote is its own escape here, none is closed.
#[test]
fn quotes_that_are_not_closed_are_looked_for_once() {
    let mut options = TextOptions::default();
    let quote = Some('"');
    options.dialect =
        Some(Dialect { delimiter: ',', quote, escape: quote, comment: None, header: false, skipped_lines: 0 });
    let text = "1, \"x\n".repeat(1 << 17);
    let schema = read_csv(Sample { bytes: text.as_bytes(), complete: true }, &options).unwrap();
    assert_eq!((columns(&schema).as_str(), schema.records), ("column_1 Int64, column_2 Utf8", Some(1 << 17)));
}
