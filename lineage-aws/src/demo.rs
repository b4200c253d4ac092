use include_dir::{Dir, include_dir};

use crate::Snapshot;

static ACCOUNT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/demo/account");

/// The demo account: a recorded account that is compiled into the program.
///
/// Two regions, two Studio domains, ten pipelines of different shapes and states, and small data. No real account is
/// behind it: `demo/generate.py` writes it.
#[must_use]
#[expect(clippy::expect_used, reason = "the account is part of the program; the tests open it")]
pub fn demo() -> Snapshot {
    Snapshot::packaged(&ACCOUNT).expect("the packaged account is valid")
}
