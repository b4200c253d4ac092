//! Any text as a pipeline definition: a value or an error, never a panic, and the same one each time.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lineage_model::definition::PipelineDefinition;

fuzz_target!(|text: &str| {
    let (Ok(first), Ok(second)) = (PipelineDefinition::parse(text), PipelineDefinition::parse(text)) else { return };
    assert_eq!(first, second);
});
