use include_dir::{Dir, include_dir};

use crate::Snapshot;

static ACCOUNT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/demo/account");

/// Versions of the schemas of some of the demo account's datasets, the oldest first: a line of JSON each, as
/// `lineage_schema::store::import_jsonl` takes them. The newest of a dataset is what its objects have.
pub const DEMO_SCHEMAS: &str = include_str!("../demo/schemas.jsonl");

/// The demo account: a recorded account that is compiled into the program.
///
/// Two regions, two Studio domains, ten pipelines of different shapes and states, and small data. No real account is
/// behind it: `demo/generate.py` writes it.
#[must_use]
#[expect(clippy::expect_used, reason = "the account is part of the program; the tests open it")]
pub fn demo() -> Snapshot {
    Snapshot::packaged(&ACCOUNT).expect("the packaged account is valid")
}
