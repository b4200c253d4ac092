use std::collections::{BTreeMap, BTreeSet};

use lineage_model::{Region, Timestamp};
use serde::Deserialize;
use toml::Spanned;

use super::{ApiKey, ApiKeys, KeyHash};
use crate::auth::{Grants, Scope};
use crate::wrong_setting::WrongSetting;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysFile {
    keys: Spanned<BTreeMap<Spanned<String>, Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    sha256: Spanned<KeyHash>,
    scopes: List<Scope>,
    regions: Option<List<Region>>,
    accounts: Option<List<String>>,
    domains: Option<List<String>>,
    expires: Option<Timestamp>,
}

type List<T> = Spanned<BTreeSet<T>>;

impl ApiKeys {
    /// Reads keys from TOML, in which what is left out is not restricted:
    ///
    /// ```
    /// # use lineage_http::auth::ApiKeys;
    /// let keys = ApiKeys::from_toml(r#"
    ///     [keys.dashboard]
    ///     sha256 = "c0535e4be2b79ffd93291305436bf889314e4a3faec05ecffcbb7df31ad9e51a"
    ///     scopes = ["catalog:read", "lineage:read"]
    ///     regions = ["eu-west-1"]
    ///     accounts = ["own"]
    ///     domains = ["studio-a"]
    ///     expires = "2027-01-01T00:00:00Z"
    /// "#);
    /// assert!(keys.is_ok());
    /// ```
    ///
    /// # Errors
    /// When it has another form, names no key, or names one twice.
    pub fn from_toml(text: &str) -> Result<Self, WrongSetting> {
        let file: KeysFile = WrongSetting::parse(text)?;
        if file.keys.get_ref().is_empty() {
            return Err(WrongSetting::at(text, &file.keys.span(), "there is no key"));
        }
        let mut hashes = BTreeSet::new();
        let mut keys = Vec::new();
        for (name, entry) in file.keys.into_inner() {
            let wrong = |place: &std::ops::Range<usize>, what: &str| Err(WrongSetting::at(text, place, what));
            if !is_name(name.get_ref()) {
                return wrong(&name.span(), NAME);
            }
            if !hashes.insert(*entry.sha256.get_ref()) {
                return wrong(&entry.sha256.span(), "another key has this one, too");
            }
            keys.push(entry.key(name.into_inner(), text)?);
        }
        Ok(Self(keys))
    }
}

impl Entry {
    fn key(self, name: String, text: &str) -> Result<ApiKey, WrongSetting> {
        let grants = Grants {
            scopes: filled(self.scopes, text, "a list of no scopes: this key could do nothing")?,
            regions: self.regions.map(|list| filled(list, text, LEAVE_OUT)).transpose()?,
            accounts: self.accounts.map(|list| named(list, text)).transpose()?,
            domains: self.domains.map(|list| named(list, text)).transpose()?,
        };
        Ok(ApiKey { name, hash: self.sha256.into_inner(), grants, expires: self.expires })
    }
}

const LEAVE_OUT: &str = "an empty list; leave it out for all";

fn filled<T>(list: List<T>, text: &str, otherwise: &str) -> Result<BTreeSet<T>, WrongSetting> {
    if list.get_ref().is_empty() {
        return Err(WrongSetting::at(text, &list.span(), otherwise));
    }
    Ok(list.into_inner())
}

/// Names, of which an empty one would be nobody's.
fn named(list: List<String>, text: &str) -> Result<BTreeSet<String>, WrongSetting> {
    let place = list.span();
    let names = filled(list, text, LEAVE_OUT)?;
    if names.iter().any(|name| name.trim().is_empty()) {
        return Err(WrongSetting::at(text, &place, "an empty name"));
    }
    Ok(names)
}

const NAME: &str = "the name of a key is 1 to 64 letters, digits, hyphens and underscores";

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(digit: char) -> String {
        format!("sha256 = \"{}\"", String::from(digit).repeat(64))
    }

    #[test]
    fn keys_of_a_file() {
        let text = format!(
            "# ours\n[keys.all]\n{}\nscopes = [\"schema:write\", \"catalog:read\"]\n[keys.some-1]\n{}\n\
             scopes = [\"lineage:read\"]\nregions = [\"eu-west-1\"]\naccounts = [\"own\", \"prod\"]\n\
             domains = [\"d-1\"]\nexpires = \"2027-01-01T00:00:00Z\"\n",
            hash('a'),
            hash('b')
        );
        let ApiKeys(keys) = ApiKeys::from_toml(&text).unwrap();
        let all =
            ApiKey::new("all", "a".repeat(64).parse().unwrap(), Grants::new([Scope::CatalogRead, Scope::SchemaWrite]));
        let mut grants = Grants::new([Scope::LineageRead]);
        grants.regions = Some([Region::new("eu-west-1").unwrap()].into());
        grants.accounts = Some(["own".to_owned(), "prod".to_owned()].into());
        grants.domains = Some(["d-1".to_owned()].into());
        let some = ApiKey::new("some-1", "b".repeat(64).parse().unwrap(), grants);
        assert_eq!(keys, [all, some.until("2027-01-01T00:00:00Z".parse().unwrap())]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, expected) in [
            ("", "line 1: missing field `keys`"),
            ("[keys]\n", "line 1: there is no key"),
            ("[key.a]\nHASH", "line 1: unknown field `key`"),
            ("[keys.a]\nHASH\n", "line 1: missing field `scopes`"),
            ("[keys.a]\nscopes = [\"lineage:read\"]", "line 1: missing field `sha256`"),
            ("[keys.a]\nHASH\nscopes = []", "line 3, scopes: a list of no scopes"),
            ("[keys.a]\nHASH\nscopes = [\"all\"]", "line 3, scopes: 'all' is no scope: use catalog:read"),
            ("[keys.a]\nHASH\nscopes = [\"lineage:read\"]\nregions = []", "line 4, regions: an empty list"),
            (
                "[keys.a]\nHASH\nscopes = [\"lineage:read\"]\nregions = [\"x\"]",
                "line 4, regions: region 'x' is not well",
            ),
            ("[keys.a]\nHASH\nscopes = [\"lineage:read\"]\nregion = \"x\"", "line 4, region: unknown field `region`"),
            (
                "[keys.a]\nHASH\nscopes = [\"lineage:read\"]\nexpires = \"soon\"",
                "line 4, expires: 'soon' is not a time",
            ),
            ("[keys.a]\nsha256 = \"slk_1\"\nscopes = []", "line 2, sha256: write the SHA-256 of the key"),
            ("[keys.\"a b\"]\nHASH\nscopes = [\"lineage:read\"]", "line 1: the name of a key is"),
            (
                "[keys.a]\nHASH\nscopes = [\"lineage:read\"]\n[keys.b]\nHASH\nscopes = [\"lineage:read\"]",
                "line 5, sha256: another key",
            ),
            ("[keys.a]\nHASH\nscopes = [\"lineage:read\"]\n[keys.a]", "line 4: duplicate key"),
        ] {
            let text = text.replace("HASH", &hash('c'));
            let wrong = ApiKeys::from_toml(&text).unwrap_err().to_string();
            assert!(wrong.starts_with(expected), "{text}\n{wrong}");
            assert!(!wrong.contains("slk_1") && wrong.lines().count() == 1, "{wrong}");
        }
    }
}
