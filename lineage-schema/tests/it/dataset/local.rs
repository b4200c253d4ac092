use std::fs;

use lineage_model::source::ByteRange;
use lineage_schema::{LocalObjects, Objects};

use super::run;

/// All keys below a prefix, and how many pages they took.
fn keys(objects: &LocalObjects, prefix: &str) -> (Vec<String>, usize) {
    let (mut keys, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = run(objects.list(prefix, after)).unwrap();
        keys.extend(page.objects.into_iter().map(|object| object.key));
        pages += 1;
        after = page.next;
        if after.is_none() {
            return (keys, pages);
        }
    }
}

#[test]
fn files_are_listed_in_the_order_of_keys() {
    let root = tempfile::tempdir().unwrap();
    let all = ["a", "a.b", "b-c/x", "b.d", "b/x", "b/y/z", "b0", "데이터/x"];
    for key in all {
        let path = root.path().join(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, key).unwrap();
    }
    let objects = LocalObjects::new(root.path()).unwrap();
    assert_eq!(keys(&objects, ""), (all.map(str::to_owned).to_vec(), 1));
    for prefix in ["a", "b", "b/", "b/y", "b/y/", "b/y/z", "데", "x", "b/z/", "a/", "/", "..", "../", "b/../", "b//"] {
        let expected: Vec<_> = all.iter().filter(|key| key.starts_with(prefix)).map(|key| (*key).to_owned()).collect();
        assert_eq!(keys(&objects, prefix).0, expected, "{prefix}");
    }
}

#[test]
fn long_folders_are_listed_in_pages() {
    let root = tempfile::tempdir().unwrap();
    let mut all = Vec::new();
    for folder in 0..5 {
        fs::create_dir(root.path().join(folder.to_string())).unwrap();
        for file in 0..500 {
            all.push(format!("{folder}/{file:03}"));
            fs::write(root.path().join(all.last().unwrap()), "").unwrap();
        }
    }
    assert_eq!(keys(&LocalObjects::new(root.path()).unwrap(), ""), (all, 3));
}

#[test]
fn ranges_are_those_of_a_bucket() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("a"), "01234").unwrap();
    let objects = LocalObjects::new(root.path()).unwrap();
    let check = |range, expected: &str| {
        let read = run(objects.read("a", range)).unwrap();
        assert_eq!((read.bytes.as_slice(), read.size), (expected.as_bytes(), 5), "{range:?}");
    };
    check(ByteRange::First { length: 0 }, "");
    check(ByteRange::First { length: 2 }, "01");
    check(ByteRange::First { length: u64::MAX }, "01234");
    check(ByteRange::Last { length: 2 }, "34");
    check(ByteRange::Last { length: u64::MAX }, "01234");
    check(ByteRange::From { start: 1, length: 2 }, "12");
    check(ByteRange::From { start: 5, length: 1 }, "");
    check(ByteRange::From { start: u64::MAX, length: u64::MAX }, "");
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_folder_is_read() {
    use std::os::unix::fs::symlink;

    use lineage_model::source::SourceErrorKind;

    let root = tempfile::tempdir().unwrap();
    let inside = root.path().join("inside");
    fs::create_dir(&inside).unwrap();
    fs::write(root.path().join("secret"), "secret").unwrap();
    fs::write(inside.join("a"), "a").unwrap();
    symlink(root.path().join("secret"), inside.join("link")).unwrap();
    symlink(root.path(), inside.join("folder")).unwrap();
    let objects = LocalObjects::new(&inside).unwrap();
    assert_eq!(keys(&objects, "").0, ["a"]);
    assert_eq!(keys(&objects, "folder/").0, [""; 0]);
    let outside = root.path().join("secret").display().to_string();
    for key in ["link", "folder/secret", "../secret", "a/../../secret", "./a", "", "/", "a/", "a\0", "none", &outside] {
        let refused = run(objects.read(key, ByteRange::First { length: 9 })).unwrap_err();
        assert_eq!(refused.kind, SourceErrorKind::NotFound, "{key}");
    }
}
