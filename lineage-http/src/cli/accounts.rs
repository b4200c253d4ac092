use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lineage_http::WrongSetting;
use lineage_http::auth::Grants;
use lineage_model::Region;
use serde::Deserialize;
use toml::Spanned;

use super::failure::Failure;
use super::text;

/// An account that requests may name, and the role that reads it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Account {
    pub(crate) role_arn: RoleArn,
    pub(crate) external_id: Option<ExternalId>,
    /// The regions that may be asked about; all that the server allows when left out.
    regions: Option<Spanned<BTreeSet<Region>>>,
}

impl Account {
    /// The regions that may be asked about; empty: all that the server allows.
    pub(crate) fn regions(&self) -> BTreeSet<Region> {
        self.regions.as_ref().map(|regions| regions.get_ref().clone()).unwrap_or_default()
    }
}

/// The file of `--accounts`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountsFile {
    accounts: BTreeMap<AccountName, Account>,
}

/// Reads the accounts of a file; `allows` tells the regions that the server is limited to.
pub(crate) fn read(path: &Path, allows: impl Fn(&Region) -> bool) -> Result<BTreeMap<AccountName, Account>, Failure> {
    let text = text::file(path)
        .map_err(|error| Failure::new(format!("cannot read the accounts of '{}'", path.display()), &error))?;
    parse(&text, allows).map_err(|wrong| Failure::usage(format!("cannot use '{}', {wrong}", path.display())))
}

fn parse(text: &str, allows: impl Fn(&Region) -> bool) -> Result<BTreeMap<AccountName, Account>, WrongSetting> {
    let file: AccountsFile = WrongSetting::parse(text)?;
    for account in file.accounts.values() {
        let Some(regions) = &account.regions else { continue };
        let wrong = |what: String| WrongSetting::at(text, &regions.span(), what);
        if regions.get_ref().is_empty() {
            return Err(wrong("a list of no regions; leave it out for all".to_owned()));
        }
        if let Some(region) = regions.get_ref().iter().find(|region| !allows(region)) {
            return Err(wrong(format!("region '{region}' is not among the allowed regions")));
        }
    }
    Ok(file.accounts)
}

macro_rules! checked {
    ($(#[$doc:meta])* $type:ident, $wrong:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(try_from = "String")]
        pub(crate) struct $type(String);

        impl TryFrom<String> for $type {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, &'static str> {
                let valid: fn(&str) -> bool = $valid;
                if valid(&text) { Ok(Self(text)) } else { Err($wrong) }
            }
        }

        impl From<$type> for String {
            fn from(name: $type) -> Self {
                name.0
            }
        }
    };
}

checked!(
    /// The name that requests write as `account=`.
    AccountName,
    "the name of an account is 1 to 64 letters, digits, dots, hyphens and underscores, and not own, the server's own",
    |text| (1..=64).contains(&text.len()) && has_only(text, b"-_.") && text != Grants::OWN
);

checked!(
    /// The ARN of a role.
    RoleArn,
    "this is no ARN of a role, such as arn:aws:iam::111122223333:role/lineage",
    |text| {
        let parts: Vec<_> = text.splitn(6, ':').collect();
        let [arn, partition, service, region, account, role] = parts[..] else { return false };
        (arn, service, region) == ("arn", "iam", "")
            && partition.starts_with("aws")
            && (account.len(), account.bytes().all(|b| b.is_ascii_digit())) == (12, true)
            && role.strip_prefix("role/").is_some_and(|name| !name.is_empty() && has_only(name, b"_+=,.@/-"))
            && text.len() <= 2048
    }
);

checked!(
    /// What the account's owner asks for with the role; not told to anybody else, errors included.
    ExternalId,
    "an external id is 2 to 1224 letters, digits and +=,.@:/-_",
    |text| (2..=1224).contains(&text.len()) && has_only(text, b"_+=,.@:/-")
);

fn has_only(text: &str, besides: &[u8]) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || besides.contains(&b))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    const ROLE: &str = "role_arn = \"arn:aws:iam::111122223333:role/read/lineage\"";

    fn names(regions: &BTreeSet<Region>) -> Vec<&str> {
        regions.iter().map(Region::as_str).collect()
    }

    #[test]
    fn accounts_of_a_file() {
        let text = format!(
            "# ours\n[accounts.prod]\n{ROLE}\nexternal_id = \"a:b\"\nregions = [\"us-east-1\", \"eu-west-1\"]\n\
             [accounts.\"dev.2\"]\n{ROLE}\n"
        );
        let accounts = parse(&text, |_| true).ok().unwrap();
        let told: Vec<_> = accounts
            .iter()
            .map(|(name, account)| {
                let id = account.external_id.as_ref().map(|id| id.0.as_str());
                (name.0.as_str(), account.role_arn.0.as_str(), id, account.regions())
            })
            .collect();
        let (dev, prod) = (&told[0], &told[1]);
        assert_eq!((dev.0, dev.2, names(&dev.3)), ("dev.2", None, vec![]));
        assert_eq!((prod.0, prod.2, names(&prod.3)), ("prod", Some("a:b"), vec!["eu-west-1", "us-east-1"]));
        assert_eq!(prod.1, "arn:aws:iam::111122223333:role/read/lineage");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, expected) in [
            ("", "line 1: missing field `accounts`"),
            ("[account.prod]", "line 1: unknown field `account`"),
            ("\n[accounts.prod]\n", "line 2: missing field `role_arn`"),
            ("[accounts.prod]\nrole_arn = 3", "line 2, role_arn: invalid type: integer `3`"),
            ("[accounts.prod]\nrole_arn = \"lineage\"", "line 2, role_arn: this is no ARN of a role"),
            ("[accounts.prod]\nrole_arn = \"arn:aws:iam::11:role/x\"", "line 2, role_arn: this is no ARN of a role"),
            ("[accounts.prod]\nrole_arn = \"arn:aws:iam::111122223333:user/x\"", "line 2, role_arn: this is no ARN"),
            ("[accounts.\"a b\"]\nROLE", "line 1: the name of an account is"),
            ("[accounts.own]\nROLE", "line 1: the name of an account is"),
            ("[accounts.a]\nROLE\nexternal_id = \"pass word\"", "line 3, external_id: an external id is"),
            ("[accounts.a]\nROLE\nexternalId = \"x\"", "line 3, externalId: unknown field `externalId`"),
            ("[accounts.a]\nROLE\nregions = [\"mars\"]", "line 3, regions: region 'mars' is not well formed"),
            ("[accounts.a]\nROLE\nregions = [\n\"mars\"]", "line 3, regions: region 'mars' is not well formed"),
            ("[accounts.a]\nROLE\nregions = []", "line 3, regions: a list of no regions"),
            ("[accounts.a]\nROLE\nregions = [\"sa-east-1\"]", "line 3, regions: region 'sa-east-1' is not among"),
            ("[accounts.a]\nROLE\n[accounts.a]\n", "line 3: duplicate key"),
            ("[accounts.a\n", "line 1: "),
        ] {
            let text = text.replace("ROLE", ROLE);
            let wrong = parse(&text, |region| region.as_str() != "sa-east-1").err().unwrap().to_string();
            assert!(wrong.starts_with(expected), "{text}\n{wrong}");
            assert!(!wrong.contains("pass word") && wrong.lines().count() == 1, "{wrong}");
        }
    }
}
