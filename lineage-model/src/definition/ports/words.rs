//! What names say by the words they are made of.

/// Whether a flag or key names something that is written: one of its words says so.
pub(super) fn names_an_output(name: &str) -> bool {
    const WORDS: [&str; 9] = ["out", "dest", "destination", "target", "sink", "result", "results", "export", "write"];
    words(name).any(|word| {
        // `outputs` and `outputpath` too.
        let is_output = word.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("output"));
        is_output || WORDS.iter().any(|output| word.eq_ignore_ascii_case(output))
    })
}

/// The words of a name: `S3OutputPath` is `S`, `Output`, `Path`, and `OUTPUT_1` is `OUTPUT`.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphabetic()).flat_map(|run| {
        let pairs = run.char_indices().zip(run.chars().skip(1));
        let starts = pairs.filter(|((_, before), after)| before.is_lowercase() && after.is_uppercase());
        let starts = starts.map(|((at, before), _)| at + before.len_utf8());
        let mut start = 0;
        starts.chain([run.len()]).filter_map(move |end| {
            let word = run.get(start..end);
            start = end;
            word
        })
    })
}

/// `PreTrainingReport` -> `pre_training_report`.
pub(in crate::definition) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut previous = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && (previous.is_ascii_lowercase() || previous.is_ascii_digit()) {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
        previous = c;
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_outputs() {
        for name in ["output", "OUTPUT_PATH", "outputpath", "output1", "S3OutputPath", "targetUri", "--sink", "x-out"] {
            assert!(names_an_output(name), "{name}");
        }
        for name in ["", "input", "route", "Shout", "putout", "OUTER", "résultat"] {
            assert!(!names_an_output(name), "{name}");
        }
    }

    #[test]
    fn snake_case() {
        for (name, expected) in [("PreTrainingReport", "pre_training_report"), ("S3OutputPath", "s3_output_path")] {
            assert_eq!(snake(name), expected);
        }
    }
}
