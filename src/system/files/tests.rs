//! Replacing files: whole, with mode and link kept.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

#[test]
fn a_saved_file_loads_and_leaves_nothing_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("deep/er/feeds.toml");
    assert_eq!(load(&path), Ok(None));
    save(&path, "one\n").unwrap();
    save(&path, "two\n").unwrap();
    assert_eq!(load(&path), Ok(Some("two\n".into())));
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn mode_and_link_stay() {
    let home = tempfile::tempdir().unwrap();
    let real = home.path().join("real.toml");
    let link = home.path().join("feeds.toml");
    fs::write(&real, "one").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&real, &link).unwrap();
    save(&link, "two").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "two");
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_read_only_file_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("feeds.toml");
    fs::write(&path, "mine").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let trouble = save(&path, "other").unwrap_err();
    assert!(
        trouble.what.ends_with("it is read-only"),
        "{}",
        trouble.what
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_line() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("config.toml");
    fs::write(&path, b"a = 1\nb = \"\xff\"\n").unwrap();
    assert!(load(&path).unwrap_err().what.contains("(line 2)"));
}
