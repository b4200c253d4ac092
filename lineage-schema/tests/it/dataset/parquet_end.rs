/// The end of a Parquet file with these columns, from its footer on: `name` of type int64, `name:` of type binary.
pub(crate) fn parquet_end(columns: &[&str]) -> Vec<u8> {
    // The compact protocol of Thrift: FileMetaData with version, schema, number of rows, and no row group.
    let mut footer = vec![0x15, 2, 0x19, 0xfc];
    varint(&mut footer, columns.len() as u64 + 1);
    footer.extend(b"\x48\x06schema\x15");
    varint(&mut footer, columns.len() as u64 * 2);
    footer.push(0);
    for column in columns {
        let (column, physical) = column.strip_suffix(':').map_or((*column, 2), |column| (column, 6));
        footer.extend([0x15, physical * 2, 0x25, 2, 0x18]);
        varint(&mut footer, column.len() as u64);
        footer.extend(column.as_bytes());
        footer.push(0);
    }
    footer.extend([0x16, 0, 0x19, 0x0c, 0]);
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [&footer[..], &length, b"PAR1"].concat()
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
