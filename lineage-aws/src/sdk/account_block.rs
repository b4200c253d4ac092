use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_types::service_config::ServiceConfigKey;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use lineage_model::source::{PublicAccessBlock, SourceError, SourceErrorKind};
use lineage_model::{Observed, Region};
use tokio::time::Instant;

use super::AwsSource;
use super::buckets::observed;
use super::convert;
use super::regional::Regional;

/// What is known of the account itself.
pub(super) type KnownAccount = Mutex<Option<Account>>;

/// The account that is asking.
///
/// Whoever needs an answer drives its call, and one that nobody waits for any more is gone on with by the next who
/// asks: nobody waits for the same silence twice.
#[derive(Debug, Clone)]
pub(super) struct Account {
    asked: Instant,
    /// Its id.
    pub(super) id: Shared<BoxFuture<'static, Result<String, SourceError>>>,
    /// The block of public access that it has for all buckets that it owns.
    pub(super) block: Shared<BoxFuture<'static, Observed<PublicAccessBlock>>>,
}

/// How long the answers hold.
const AGE: Duration = Duration::from_secs(300);
/// How long nobody asks again after no answer: as long as the buckets of one answer may wait for it.
const AGE_OF_NOTHING: Duration = Duration::from_secs(30);
/// How long either call may take. Many networks have no way to STS or S3 Control, and everything else that is told of
/// a bucket waits for them.
const PATIENCE: Duration = Duration::from_millis(1500);

impl AwsSource {
    /// The account that is asking; none where another endpoint than AWS's is configured: S3-compatible servers have no
    /// accounts.
    pub(super) fn account(&self, region: &Region) -> Option<Account> {
        if self.endpoint().is_some_and(|url| !is_of_aws(&url)) {
            return None;
        }
        let mut known = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        let age = |account: &Account| match account.block.peek() {
            Some(Observed::Unavailable { .. }) => AGE_OF_NOTHING,
            _ => AGE,
        };
        if known.as_ref().is_none_or(|account| account.asked.elapsed() >= age(account)) {
            *known = Some(self.ask_account(region));
        }
        known.clone()
    }

    fn ask_account(&self, region: &Region) -> Account {
        let sts = Regional::sts(&self.config, &self.settings, &self.watch, region);
        let id = async move {
            let (action, resource) = ("sts:GetCallerIdentity", "the caller");
            let told = in_time(sts.call(action, resource, |client| client.get_caller_identity().send())).await;
            let account = told.unwrap_or_else(|| Err(silence(action, resource)))?.account;
            let nameless = || SourceError::new(SourceErrorKind::InvalidResponse, action, resource, "no account named");
            account.ok_or_else(nameless)
        };
        let id = id.boxed().shared();
        let (s3control, account) = (Regional::s3control(&self.config, &self.settings, &self.watch, region), id.clone());
        let block = async move {
            let account = match account.await {
                Ok(account) => account,
                Err(error) => return error.into(),
            };
            let action = "s3:GetAccountPublicAccessBlock";
            let told = s3control.send(|client| client.get_public_access_block().account_id(&account).send());
            match in_time(told).await {
                Some(told) => {
                    let told = told.map(convert::account_public_access_block);
                    observed(told, "NoSuchPublicAccessBlockConfiguration", action, &account)
                }
                None => silence(action, &account).into(),
            }
        };
        Account { asked: Instant::now(), id, block: block.boxed().shared() }
    }

    /// The endpoint of S3 that is configured.
    fn endpoint(&self) -> Option<String> {
        let key = ServiceConfigKey::builder().service_id("S3").env("AWS_ENDPOINT_URL").profile("endpoint_url").build();
        let of_s3 = || self.config.service_config()?.load_config(key.ok()?);
        let shared = || self.config.endpoint_url().map(str::to_owned);
        self.settings.endpoint_url.clone().or_else(of_s3).or_else(shared)
    }
}

async fn in_time<T>(call: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(PATIENCE, call).await.ok()
}

fn silence(action: &'static str, resource: &str) -> SourceError {
    SourceError::new(SourceErrorKind::Timeout, action, resource, "no answer in time")
}

/// Whether a URL is one of AWS's own: the endpoint of a private network, say.
fn is_of_aws(url: &str) -> bool {
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = address.split(['/', ':']).next().unwrap_or_default();
    host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn")
}
