use super::{Items, Tag, Value};

/// Writes JSON text, compact. What is opened must be closed, and a key comes before each value of an object.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
    /// Whether what comes next needs a comma before it.
    after_value: bool,
}

impl Writer {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), after_value: false }
    }

    pub(crate) fn open(&mut self, is_object: bool) {
        self.begin();
        self.bytes.push(if is_object { b'{' } else { b'[' });
    }

    pub(crate) fn close(&mut self, is_object: bool) {
        self.bytes.push(if is_object { b'}' } else { b']' });
        self.after_value = true;
    }

    pub(crate) fn key(&mut self, key: &str) {
        self.string(key);
        self.bytes.push(b':');
        self.after_value = false;
    }

    pub(crate) fn string(&mut self, text: &str) {
        self.begin();
        // Writing into memory does not fail.
        drop(serde_json::to_writer(&mut self.bytes, text));
        self.after_value = true;
    }

    /// A number, a boolean or null, as it stands.
    pub(crate) fn literal(&mut self, text: &str) {
        self.begin();
        self.bytes.extend_from_slice(text.as_bytes());
        self.after_value = true;
    }

    fn begin(&mut self) {
        if std::mem::take(&mut self.after_value) {
            self.bytes.push(b',');
        }
    }

    pub(crate) fn finish(self) -> String {
        // Only texts and ASCII were written.
        String::from_utf8(self.bytes).unwrap_or_default()
    }
}

impl Value<'_> {
    /// The value as JSON text again.
    pub(crate) fn text(self) -> String {
        let mut writer = Writer::default();
        let mut open: Vec<(Items<'_>, bool)> = Vec::new();
        let mut next = Some(self);
        loop {
            if let Some(value) = next.take() {
                match value.node().tag {
                    Tag::Array | Tag::Object => {
                        writer.open(value.is_object());
                        open.push((value.children(), value.is_object()));
                    }
                    Tag::Text | Tag::Decoded => writer.string(value.as_str().unwrap_or_default()),
                    _ => writer.literal(value.as_scalar().unwrap_or("null")),
                }
            }
            let Some((children, is_object)) = open.last_mut() else { return writer.finish() };
            let is_object = *is_object;
            next = children.next();
            match next {
                Some(key) if is_object => {
                    writer.key(key.as_str().unwrap_or_default());
                    next = children.next();
                }
                Some(_) => {}
                None => {
                    writer.close(is_object);
                    open.pop();
                }
            }
        }
    }
}
