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
fn a_link_to_a_file_that_is_still_to_be_made_stays_a_link() {
    let home = tempfile::tempdir().unwrap();
    let dotfiles = home.path().join("dotfiles");
    fs::create_dir(&dotfiles).unwrap();
    let links = ["feeds.toml", "again.toml"].map(|name| home.path().join(name));
    symlink("dotfiles/feeds.toml", &links[0]).unwrap();
    symlink(&links[0], &links[1]).unwrap();
    for (link, text) in links.iter().rev().zip(["one", "two"]) {
        save_private(link, text).unwrap();
        assert!(fs::symlink_metadata(link).unwrap().is_symlink());
        let real = dotfiles.join("feeds.toml");
        assert_eq!(fs::read_to_string(real).unwrap(), text);
    }
    let circle = home.path().join("circle");
    symlink(&circle, &circle).unwrap();
    assert!(begin_private(&circle).is_ok(), "a circle is left alone");
    assert!(fs::symlink_metadata(&circle).unwrap().is_symlink());
}

#[test]
fn what_may_hold_passwords_is_its_owners_alone_unless_it_was_there_before() {
    let home = tempfile::tempdir().unwrap();
    let mode = |name: &str| {
        let meta = fs::metadata(home.path().join(name)).unwrap();
        meta.permissions().mode() & 0o777
    };
    save_private(&home.path().join("new"), "one").unwrap();
    begin_private(&home.path().join("begun")).unwrap();
    assert_eq!((mode("new"), mode("begun")), (0o600, 0o600));
    for wished in [0o644, 0o640, 0o600] {
        let path = home.path().join("new");
        fs::set_permissions(&path, fs::Permissions::from_mode(wished)).unwrap();
        save_private(&path, "two").unwrap();
        assert_eq!(mode("new"), wished);
    }
    fs::write(home.path().join("plain"), "").unwrap();
    save(&home.path().join("exported"), "for all").unwrap();
    assert_eq!(mode("exported"), mode("plain"), "as the umask says");
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
    let unloaded = load(&path).unwrap_err();
    assert_eq!((unloaded.line, unloaded.column), (2, 6));
    let trouble = Trouble::from(unloaded);
    assert!(trouble.what.ends_with("(line 2)"), "{trouble}");
    assert!(trouble.hint.unwrap().contains("UTF-8"));
}
