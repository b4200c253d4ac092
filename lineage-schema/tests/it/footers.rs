//! Footers written by hand: what they hold, what is read of them, and what is refused.

use std::fs;

use arrow_ipc as ipc;
use arrow_schema::Field;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use lineage_schema::{Encrypted, FileSchema, Footer, FooterStep, ReadErrorKind, type_name};

use crate::thrift::{Struct, column, footer, group, root, varint};

/// A Parquet file of this footer alone.
fn file(footer: &[u8]) -> Vec<u8> {
    let len = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", footer, &len, b"PAR1"].concat()
}

fn read(footer: &[u8]) -> Result<FileSchema, ReadErrorKind> {
    let file = file(footer);
    match Footer::start(file.clone(), file.len() as u64).map_err(|error| error.kind)?.1 {
        FooterStep::Done(schema) => Ok(*schema),
        FooterStep::Read(range) => panic!("{range:?} is there"),
    }
}

/// The columns that these nodes below the root are read as.
fn check(columns: u64, nodes: &[Vec<u8>], expected: &str) {
    let schema = read(&footer(&[&[root(columns)], nodes].concat(), &[])).unwrap();
    let columns: Vec<_> = schema.fields.iter().map(told).collect();
    assert_eq!(columns.join(", "), expected);
    assert!(schema.warnings.is_empty(), "{:?}", schema.warnings);
}

fn told(field: &Field) -> String {
    let nullable = if field.is_nullable() { "" } else { " not null" };
    format!("{}: {}{nullable}", field.name(), type_name(field))
}

fn warnings(schema: &FileSchema) -> Vec<&str> {
    schema.warnings.iter().map(|warning| &*warning.message).collect()
}

fn refused(columns: u64, nodes: &[Vec<u8>]) {
    let error = read(&footer(&[&[root(columns)], nodes].concat(), &[])).unwrap_err();
    assert_eq!(error, ReadErrorKind::Malformed);
}

const REQUIRED: u64 = 0;
const OPTIONAL: u64 = 1;
const REPEATED: u64 = 2;
const LIST: Option<u64> = Some(3);
const MAP: Option<u64> = Some(1);

#[test]
fn columns_of_each_shape() {
    check(0, &[], "");
    check(2, &[column("a", OPTIONAL), column("b", REQUIRED)], "a: int32, b: int32 not null");
    check(1, &[column("a", REPEATED)], "a: list<a: int32 not null> not null");
    check(1, &[group("g", OPTIONAL, 0, None)], "g: struct<>");
    let empty = [group("g", REPEATED, 1, None), group("e", REQUIRED, 0, None)];
    check(1, &empty, "g: list<g: struct<e: struct<> not null> not null> not null");
}

#[test]
fn lists_of_each_writer() {
    let item = || column("item", OPTIONAL);
    let list = |inner: &[Vec<u8>]| [&[group("l", OPTIONAL, 1, LIST)], inner].concat();
    check(1, &list(&[group("list", REPEATED, 1, None), item()]), "l: list<item: int32>");
    check(1, &list(&[column("bag", REPEATED)]), "l: list<bag: int32 not null>");
    let named = list(&[group("array", REPEATED, 1, None), item()]);
    check(1, &named, "l: list<array: struct<item: int32> not null>");
    let named = list(&[group("l_tuple", REPEATED, 1, None), item()]);
    check(1, &named, "l: list<l_tuple: struct<item: int32> not null>");
    check(1, &list(&[group("x_tuple", REPEATED, 1, None), item()]), "l: list<item: int32>");
    let two = list(&[group("list", REPEATED, 2, None), item(), item()]);
    check(1, &two, "l: list<list: struct<item: int32, item: int32> not null>");
    let nested = list(&[group("array", REPEATED, 1, LIST), column("array", REPEATED)]);
    check(1, &nested, "l: list<array: list<array: int32 not null> not null>");
    refused(1, &list(&[item()]));
    refused(1, &list(&[group("list", REPEATED, 0, None)]));
    refused(1, &[group("l", OPTIONAL, 0, LIST)]);
}

#[test]
fn maps_of_each_writer() {
    let (key, value) = (|| column("key", REQUIRED), || column("value", OPTIONAL));
    let map = |entries: &[Vec<u8>]| [&[group("m", OPTIONAL, 1, MAP)], entries].concat();
    check(1, &map(&[group("kv", REPEATED, 2, None), key(), value()]), "m: map<int32, int32 ('m')>");
    check(1, &map(&[group("kv", REPEATED, 1, None), key()]), "m: list<key: int32 not null>");
    refused(1, &map(&[group("kv", OPTIONAL, 2, None), key(), value()]));
    refused(1, &map(&[group("kv", REPEATED, 3, None), key(), value(), value()]));
    refused(1, &map(&[column("kv", REPEATED)]));
}

#[test]
fn one_suffix_or_two_reads_that_never_overlap() {
    let bytes = footer(&[root(1), column("a", OPTIONAL)], &[("k", b"v".as_slice())]);
    let whole = read(&bytes).unwrap();
    assert_eq!(whole.meta.footer_bytes, Some(bytes.len() as u64));
    assert_eq!(whole.meta.key_value_metadata, ["k"]);
    let file = [&[0; 1000], file(&bytes).as_slice()].concat();
    let size = file.len() as u64;
    for first in 8..file.len() {
        let (at, trailer) = (file.len() - first, file.len() - bytes.len() - 8);
        let (footer, step) = Footer::start(file[at..].to_vec(), size).unwrap();
        match step {
            FooterStep::Done(schema) => assert_eq!((*schema, at <= trailer), (whole.clone(), true)),
            FooterStep::Read(range) => {
                assert_eq!(range, trailer as u64..at as u64);
                assert_eq!(footer.resume(file[trailer..at].to_vec()).unwrap(), whole);
            }
        }
    }
}

#[test]
fn other_bytes_than_those_asked_for() {
    let file = file(&footer(&[root(1), column("a", OPTIONAL)], &[]));
    let start = || Footer::start(file[file.len() - 10..].to_vec(), file.len() as u64).unwrap().0;
    assert_eq!(start().resume(Vec::new()).unwrap_err().kind, ReadErrorKind::Malformed);
    assert_eq!(start().resume(file.clone()).unwrap_err().kind, ReadErrorKind::Malformed);
}

#[test]
fn what_is_no_parquet_file() {
    let kind = |bytes: &[u8], size| Footer::start(bytes.to_vec(), size).map(drop).unwrap_err().kind;
    assert_eq!(kind(b"", 0), ReadErrorKind::Malformed);
    assert_eq!(kind(b"PAR1", 4), ReadErrorKind::Malformed);
    assert_eq!(kind(b"\0\0\0\0PAR2", 8), ReadErrorKind::Malformed);
    assert_eq!(kind(b"\x01\0\0\0PAR1", 8), ReadErrorKind::Malformed);
    assert_eq!(kind(b"\0\0\0\0PAR1", 8), ReadErrorKind::Malformed);
    assert_eq!(kind(b"\xff\xff\xff\xffPAR1", u64::MAX), ReadErrorKind::TooLarge);
    assert_eq!(kind(b"\xff\xff\xff\x7fPARE", u64::MAX), ReadErrorKind::Encrypted);
    let message = Footer::start(b"\0\0\0\0PARE".to_vec(), 8).map(drop).unwrap_err().message;
    assert_eq!(message, "the footer is encrypted, and with it the schema");
}

#[test]
fn encrypted_columns_are_told() {
    let plain = Struct::new().list(2, &[root(0)]).i64(3, 7).list(4, &[]);
    assert_eq!(read(&plain.clone().end()).unwrap().meta.encrypted, None);
    let schema = read(&plain.field(8, 12, &Struct::new().field(1, 12, b"\0").end()).end()).unwrap();
    assert_eq!((schema.meta.encrypted, schema.meta.num_rows), (Some(Encrypted::Columns), Some(7)));
}

#[test]
fn names_that_are_no_text_or_stand_twice() {
    let schema = read(&footer(&[root(2), column("a", OPTIONAL), column("a", OPTIONAL)], &[])).unwrap();
    assert_eq!(schema.fields.len(), 2);
    assert_eq!(warnings(&schema), ["columns have one name, 'a'"]);
    let element = Struct::new().i32(1, 1).i32(3, 0).field(4, 8, b"\x02\xffb").end();
    let schema = read(&footer(&[root(1), element], &[])).unwrap();
    assert_eq!(schema.fields[0].name(), "\u{fffd}b");
    assert_eq!(warnings(&schema), ["names of columns are not UTF-8; what is not was replaced"]);
}

/// A file of one column of 32-bit integers, `a`, beside which this Arrow schema stands.
fn beside(arrow_schema: &[u8]) -> FileSchema {
    let text = BASE64_STANDARD.encode(arrow_schema);
    read(&footer(&[root(1), column("a", OPTIONAL)], &[("ARROW:schema", text.as_bytes())])).unwrap()
}

/// A message of Arrow, without what stands before it, whose schema has this field `fields` times.
fn message(
    fields: usize,
    field: impl FnOnce(&mut FlatBufferBuilder<'static>) -> WIPOffset<ipc::Field<'static>>,
) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let field = field(&mut builder);
    let fields = builder.create_vector(&vec![field; fields]);
    let mut schema = ipc::SchemaBuilder::new(&mut builder);
    schema.add_fields(fields);
    let schema = schema.finish().as_union_value();
    let mut message = ipc::MessageBuilder::new(&mut builder);
    message.add_header_type(ipc::MessageHeader::Schema);
    message.add_header(schema);
    let message = message.finish();
    builder.finish(message, None);
    builder.finished_data().to_vec()
}

/// A field of 32-bit integers with an extension type.
fn opaque(builder: &mut FlatBufferBuilder<'static>) -> WIPOffset<ipc::Field<'static>> {
    let [key, value] = ["ARROW:extension:name", "arrow.opaque"].map(|text| builder.create_string(text));
    let name = ipc::KeyValue::create(builder, &ipc::KeyValueArgs { key: Some(key), value: Some(value) });
    let parameters = r#"{"type_name":"t","vendor_name":"v"}"#;
    let [key, value] = ["ARROW:extension:metadata", parameters].map(|text| builder.create_string(text));
    let parameters = ipc::KeyValue::create(builder, &ipc::KeyValueArgs { key: Some(key), value: Some(value) });
    let metadata = builder.create_vector(&[name, parameters]);
    let int = ipc::Int::create(builder, &ipc::IntArgs { bitWidth: 32, is_signed: true }).as_union_value();
    let mut field = ipc::FieldBuilder::new(builder);
    field.add_type_type(ipc::Type::Int);
    field.add_type_(int);
    field.add_custom_metadata(metadata);
    field.finish()
}

/// A structure of so many fields that are one, or a union of so many that are not.
fn nested(
    kind: ipc::Type,
    children: usize,
) -> impl FnOnce(&mut FlatBufferBuilder<'static>) -> WIPOffset<ipc::Field<'static>> {
    move |builder| {
        let mut fields = vec![opaque(builder); children];
        if kind == ipc::Type::Union {
            fields.fill_with(|| opaque(builder));
        }
        let children = builder.create_vector(&fields);
        // Both have a table without fields where all are the usual.
        let empty = ipc::Struct_Builder::new(builder).finish().as_union_value();
        let mut field = ipc::FieldBuilder::new(builder);
        field.add_type_type(kind);
        field.add_type_(empty);
        field.add_children(children);
        field.finish()
    }
}

#[test]
fn an_arrow_schema_beside_that_of_parquet() {
    let expected = "extension<arrow.opaque[storage_type=int32, type_name=t, vendor_name=v]>";
    let message = message(1, opaque);
    let len = u32::try_from(message.len()).unwrap().to_le_bytes();
    // As it is written, and as Arrow before 0.15 wrote it.
    for before in [&[[0xff; 4], len].concat(), len.as_slice()] {
        let schema = beside(&[before, &message].concat());
        assert_eq!((type_name(&schema.fields[0]).as_str(), warnings(&schema).len()), (expected, 0));
    }
}

#[test]
fn an_arrow_schema_of_other_columns() {
    for other in [message(2, opaque), message(0, opaque), message(1, nested(ipc::Type::Struct_, 1))] {
        let schema = beside(&[&[0xff; 8], other.as_slice()].concat());
        assert_eq!((type_name(&schema.fields[0]).as_str(), warnings(&schema).len()), ("int32", 0));
    }
}

#[test]
fn an_arrow_schema_that_cannot_be_read() {
    let broken = [
        vec![],
        vec![0xff; 8],
        vec![0; 100],
        // More members than a union has codes, and a small text for a large schema.
        [vec![0xff; 8], message(1, nested(ipc::Type::Union, 200))].concat(),
        [vec![0xff; 8], message(1000, nested(ipc::Type::Struct_, 1000))].concat(),
    ];
    for broken in broken {
        let schema = beside(&broken);
        assert_eq!(type_name(&schema.fields[0]), "int32");
        assert_eq!(
            warnings(&schema),
            ["the metadata ARROW:schema cannot be read; the types are those of Parquet alone"]
        );
    }
    let schema = read(&footer(&[root(1), column("a", OPTIONAL)], &[("ARROW:schema", b"no base64")])).unwrap();
    assert_eq!(warnings(&schema).len(), 1);
}

#[test]
fn row_groups_are_counted() {
    // The second has an empty list whose elements have no type, as fastparquet writes them.
    let groups = [Struct::new().i64(1, 5).end(), Struct::new().field(1, 9, &[0]).end()];
    let schema = read(&Struct::new().list(2, &[root(0)]).i64(3, 7).list(4, &groups).end()).unwrap();
    assert_eq!((schema.meta.num_row_groups, schema.meta.num_rows), (Some(2), Some(7)));
    assert!(schema.warnings.is_empty());
}

#[test]
fn garbled_behind_the_schema() {
    let bytes = footer(&[root(1), column("a", OPTIONAL)], &[("k", b"v".as_slice())]);
    let mut kinds = Vec::new();
    for len in 0..bytes.len() {
        match read(&bytes[..len]) {
            Ok(schema) => {
                assert_eq!(schema.fields.iter().map(told).collect::<Vec<_>>(), ["a: int32"]);
                assert_eq!(schema.warnings.len(), 1, "{schema:?}");
                kinds.push(true);
            }
            Err(kind) => {
                assert_eq!(kind, ReadErrorKind::Malformed);
                kinds.push(false);
            }
        }
    }
    assert!(kinds.is_sorted(), "once the schema is there, it is read");
    assert!(kinds.contains(&true));
}

#[test]
fn hostile_counts() {
    // So many children, elements, row groups and bytes of a name are claimed; the schema has one column.
    let column = || column("a", OPTIONAL);
    for claim in [300, 1 << 20, u64::from(u32::MAX) >> 1, u64::from(u32::MAX), u64::MAX >> 1] {
        assert_eq!(read(&footer(&[root(claim), column()], &[])).unwrap_err(), ReadErrorKind::Malformed);
        let list = [&[0xfc], varint(claim).as_slice(), &root(1), &column()].concat();
        assert!(read(&Struct::new().field(2, 9, &list).i64(3, 0).list(4, &[]).end()).is_err());
        let name = Struct::new().field(4, 8, &[varint(claim).as_slice(), b"a"].concat()).end();
        assert_eq!(read(&footer(&[name], &[])).unwrap_err(), ReadErrorKind::Malformed);
    }
}

#[test]
fn deep_columns() {
    let nested = |depth: usize| {
        let groups = (0..depth).map(|_| group("g", OPTIONAL, 1, None));
        let elements: Vec<_> = [root(1)].into_iter().chain(groups).chain([column("a", OPTIONAL)]).collect();
        read(&footer(&elements, &[])).map(|schema| type_name(&schema.fields[0]).matches("struct<").count())
    };
    assert_eq!(nested(59), Ok(59));
    assert_eq!(nested(60), Err(ReadErrorKind::TooLarge));
    assert_eq!(nested(10_000), Err(ReadErrorKind::TooLarge));
    // Structures in a field that nobody knows.
    let deep = [vec![0x1c; 100_000], vec![0; 100_001]].concat();
    let bytes = Struct::new().list(2, &[root(0)]).field(15, 12, &deep).end();
    assert_eq!(read(&bytes).unwrap().warnings.len(), 1);
}

#[test]
fn columns_beyond_what_a_footer_would_hold() {
    let with = |count: u64, name: &str| {
        let columns = (0..count).map(|_| column(name, OPTIONAL));
        let elements: Vec<_> = [root(count)].into_iter().chain(columns).collect();
        read(&footer(&elements, &[])).map(|schema| schema.fields.len())
    };
    assert_eq!(with(10_000, "a"), Ok(10_000));
    assert_eq!(with(100_000, "a"), Err(ReadErrorKind::TooLarge));
    assert_eq!(with(50_000, "a name of a usual length"), Ok(50_000));
    assert_eq!(with(262_144, "a name of a usual length"), Err(ReadErrorKind::TooLarge));
}

#[test]
fn fixtures() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension() == Some("parquet".as_ref()));
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy();
        let bytes = fs::read(&path).unwrap();
        let size = bytes.len() as u64;
        match Footer::start(bytes, size) {
            Ok((_, FooterStep::Done(schema))) => {
                let columns: Vec<_> = schema.fields.iter().map(told).collect();
                insta::assert_debug_snapshot!(&*name, (columns, &schema.meta, &schema.warnings));
            }
            Ok((_, FooterStep::Read(range))) => panic!("{name}: {range:?} is there"),
            Err(error) => insta::assert_debug_snapshot!(&*name, error),
        }
    }
}
