//! The time from a Parquet file to its schema: two reads of its end, and the types with their names (bar P7).
//! `benches/parquet_schema.py` makes a file and measures pyarrow and DuckDB beside.
//!
//! `cargo bench -p lineage-benches --bench parquet_schema -- FILE`
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Seek, SeekFrom};
use std::time::{Duration, Instant};
use std::{env, io};

use lineage_schema::{Column, Footer, FooterStep};

const RUNS: usize = 21;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args_os().skip(1).filter(|arg| !arg.to_string_lossy().starts_with('-'));
    let Some(path) = args.next() else {
        println!("parquet_schema: skipped, no file was named");
        return Ok(());
    };
    let mut times = Vec::new();
    let mut columns = 0;
    for _ in 0..RUNS {
        let began = Instant::now();
        columns = black_box(read(File::open(&path)?)?).len();
        times.push(began.elapsed());
    }
    times.sort();
    let [best, median] = [0, RUNS / 2].map(|at| times.get(at).map_or(0.0, Duration::as_secs_f64) * 1e3);
    println!("{columns} columns: best {best:.1} ms, median {median:.1} ms of {RUNS}");
    Ok(())
}

fn read(mut file: File) -> Result<Vec<Column>, Box<dyn Error>> {
    let size = file.seek(SeekFrom::End(0))?;
    let first = size.saturating_sub(Footer::FIRST_READ);
    let schema = match Footer::start(range(&mut file, first, size)?, size)? {
        (_, FooterStep::Done(schema)) => *schema,
        (footer, FooterStep::Read(missing)) => footer.resume(range(&mut file, missing.start, missing.end)?)?,
    };
    Ok(schema.fields.iter().map(Column::from).collect())
}

fn range(file: &mut File, start: u64, end: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(end - start).read_to_end(&mut bytes)?;
    Ok(bytes)
}
