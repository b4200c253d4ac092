//! Writers that are killed at random moments.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use lineage_schema::store::contract::request;
use lineage_schema::store::{ObjectStoreSchemas, SchemaStore};
use lineage_schema::{DatasetId, schema_hash};

use crate::store::run;

const FOLDER: &str = "STORE_KILL_FOLDER";
const DATASETS: u128 = 8;

fn dataset(number: u128) -> DatasetId {
    format!("s3://bucket/killed-{number}/").parse().unwrap()
}

fn random(below: u128) -> u128 {
    uuid::Uuid::new_v4().as_u128() % below
}

/// Run by `killed_writers_lose_nothing` in processes of their own: saves until it is killed, and tells each version.
#[test]
fn writer() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    run(async {
        let store = ObjectStoreSchemas::open_folder(Path::new(&folder)).unwrap();
        loop {
            let number = random(DATASETS);
            let columns = [(uuid::Uuid::new_v4().to_string(), "int32")];
            let request = request(&[(&columns[0].0, columns[0].1)], "{}");
            let hash = schema_hash(&request.columns);
            let saved = store.save(&dataset(number), request).await.unwrap();
            let told = format!("saved {number} {} {hash}\n", saved.version.version);
            std::io::stdout().write_all(told.as_bytes()).unwrap();
            std::io::stdout().flush().unwrap();
        }
    });
}

fn start(folder: &Path, told: &Sender<(u128, u64, String)>) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store_kill::writer", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let told = told.clone();
    std::thread::spawn(move || {
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|length| length > 0) {
            let words: Vec<_> = line.split_whitespace().collect();
            if let (true, ["saved", dataset, number, hash]) = (line.ends_with('\n'), words.as_slice()) {
                told.send((dataset.parse().unwrap(), number.parse().unwrap(), (*hash).to_owned())).unwrap();
            }
            line.clear();
        }
    });
    child
}

/// `STORE_KILL="8 200 10000"` asks for so many writers, kills and saves.
#[test]
fn killed_writers_lose_nothing() {
    let asked = std::env::var("STORE_KILL").unwrap_or_else(|_| "3 10 200".to_owned());
    let asked: Vec<usize> = asked.split(' ').map(|number| number.parse().unwrap()).collect();
    let [writers, kills, saves] = asked[..] else { panic!("STORE_KILL: three numbers") };
    let folder = tempfile::tempdir().unwrap();
    let (sender, receiver): (_, Receiver<(u128, u64, String)>) = channel();
    let mut children: Vec<_> = (0..writers).map(|_| start(folder.path(), &sender)).collect();
    let mut told = BTreeMap::new();
    let mut killed = 0;
    // The moments of the kills are spread over the saves.
    while told.len() < saves || killed < kills {
        let until = (saves * (killed + 1) / (kills + 1)).max(told.len() + 1);
        while told.len() < until {
            let (dataset, number, hash) = receiver.recv_timeout(Duration::from_secs(60)).expect("writers that write");
            assert_eq!(told.insert((dataset, number), hash), None, "a number twice");
        }
        let victim = random(children.len() as u128) as usize;
        // Any moment of the save that is under way.
        std::thread::sleep(Duration::from_micros(random(3000) as u64));
        children[victim].kill().unwrap();
        children[victim].wait().unwrap();
        children[victim] = start(folder.path(), &sender);
        killed += 1;
    }
    for child in &mut children {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    drop(sender);
    for (dataset, number, hash) in receiver {
        assert_eq!(told.insert((dataset, number), hash), None, "a number twice");
    }
    let store = ObjectStoreSchemas::open_folder(folder.path()).unwrap();
    let mut versions = 0;
    for number in 0..DATASETS {
        let page = run(store.versions(&dataset(number), usize::MAX, None)).unwrap();
        assert!(page.corrupt.is_empty());
        let numbers = page.versions.iter().map(|version| version.version);
        assert!(numbers.eq((1..=page.versions.len() as u64).rev()), "a gap");
        for version in page.versions {
            versions += 1;
            if let Some(hash) = told.remove(&(number, version.version)) {
                assert_eq!(version.schema_hash, hash);
            }
        }
    }
    assert!(told.is_empty(), "lost: {told:?}");
    eprintln!("{writers} writers, {killed} kills, {versions} versions");
}
