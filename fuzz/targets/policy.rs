//! Any text as a policy: a value or an error, never a panic, with one hash however it is written.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lineage_schema::Policy;

fuzz_target!(|text: &str| {
    let Ok(policy) = Policy::parse(text) else { return };
    // The text grows by its indentation, beyond what is read.
    if let Ok(again) = Policy::parse(&format!("{:#}", policy.given())) {
        assert_eq!(policy, again);
        assert_eq!(policy.hash(), again.hash());
    }
});
