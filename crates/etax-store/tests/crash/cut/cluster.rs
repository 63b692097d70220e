//! A PostgreSQL cluster of the test's own, in memory, that crashes, and copies of what the crash left behind that recover.

use super::memory;
use crate::place::Place;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// A folder that the server may use, and the server's programs.
pub(super) struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
    /// User and group to run it as: it does not run as root.
    user: Option<(u32, u32)>,
}

impl Cluster {
    /// An empty one of the same make as the server that the tests were given, with pieces of the log of 1 MB. `None`, said
    /// aloud, where none was given.
    pub(super) fn new() -> Option<Self> {
        let given = Place::postgres()?;
        let programs = given.value("SELECT setting FROM pg_config WHERE name = 'BINDIR'").into();
        let owner = fs::metadata(given.value("SHOW data_directory")).expect("the server is on this machine");
        let folder = memory();
        let owner = (owner.uid(), owner.gid());
        let user = (fs::metadata(folder.path()).unwrap().uid() != owner.0).then_some(owner);
        let cluster = Self { folder, programs, user };
        cluster.own(cluster.folder.path());
        let options = ["-U", "etax", "--auth=trust", "-E", "UTF8", "--no-locale", "--wal-segsize=1", "-N"];
        cluster.run(cluster.program("initdb").arg("-D").arg(cluster.data()).args(options));
        Some(cluster)
    }

    pub(super) fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A new folder that the server may write to.
    pub(super) fn folder(&self, name: &str) -> PathBuf {
        let folder = self.path(name);
        fs::create_dir(&folder).unwrap();
        self.own(&folder);
        folder
    }

    fn own(&self, path: &Path) {
        if let Some((user, group)) = self.user {
            chown(path, Some(user), Some(group)).unwrap();
        }
    }

    pub(super) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(self.folder.path()).env_remove("PGDATA").env_remove("PGPORT");
        if let Some((user, group)) = self.user {
            command.gid(group).uid(user);
        }
        command
    }

    fn run(&self, command: &mut Command) {
        let done = command.output().unwrap();
        assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// By a socket in the folder: no port is taken.
    pub(super) fn address(&self) -> String {
        format!("postgres://etax@{}/postgres", self.folder.path().to_str().unwrap().replace('/', "%2F"))
    }

    /// Starts a server on the data and waits until it has recovered and answers.
    pub(super) fn start(&self, data: PathBuf) -> Server<'_> {
        let log = self.path("log");
        let output = File::options().create(true).append(true).open(&log).unwrap();
        let process = self
            .program("postgres")
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(self.folder.path())
            .args(["-c", "listen_addresses=", "-c", "shared_buffers=8MB", "-c", "autovacuum=off"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(output)
            .spawn()
            .unwrap();
        let mut server = Server { cluster: self, process, data };
        let begun = Instant::now();
        while let Err(error) = self.ask("SELECT ''") {
            let gone = server.process.try_wait().unwrap();
            let late = begun.elapsed() > Duration::from_secs(60);
            assert!(gone.is_none() && !late, "{error}: {}", fs::read_to_string(&log).unwrap());
            std::thread::sleep(Duration::from_millis(5));
        }
        server
    }

    /// One statement a line, on one connection; the first column, which is text, of what the last one says.
    pub(super) fn ask(&self, text: &str) -> Result<Vec<String>, tokio_postgres::Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(&self.address(), tokio_postgres::NoTls).await?;
            tokio::spawn(connection);
            let mut rows = Vec::new();
            for statement in text.lines() {
                rows = client.query(statement, &[]).await?;
            }
            Ok(rows.iter().map(|row| row.get(0)).collect())
        })
    }

    pub(super) fn value(&self, text: &str) -> String {
        self.ask(text).unwrap().remove(0)
    }
}

/// A server that runs. When it is dropped it stops where it stands.
pub(super) struct Server<'c> {
    cluster: &'c Cluster,
    process: Child,
    data: PathBuf,
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        let mut stop = self.cluster.program("pg_ctl");
        let _ = stop.arg("-D").arg(&self.data).args(["-m", "immediate", "-w", "stop"]).output();
        let _ = self.process.wait();
    }
}

/// What a crash left behind, and a copy of it that a server recovers, over and over.
pub(super) struct Copy<'c> {
    cluster: &'c Cluster,
    from: PathBuf,
    pub(super) data: PathBuf,
    kept: BTreeMap<OsString, (u64, SystemTime)>,
}

impl<'c> Copy<'c> {
    pub(super) fn new(cluster: &'c Cluster, name: &str) -> Self {
        let (from, data) = (cluster.data(), cluster.path(name));
        cluster.run(Command::new("cp").arg("-a").arg(&from).arg(&data));
        let kept = files(&from);
        Self { cluster, from, data, kept }
    }

    /// Puts back what has changed since, which the files' lengths and times tell, and takes away what was not there.
    pub(super) fn restore(&self) {
        let found = files(&self.data);
        for gone in found.keys().filter(|path| !self.kept.contains_key(*path)) {
            fs::remove_file(self.data.join(gone)).unwrap();
        }
        for (path, state) in &self.kept {
            if found.get(path) == Some(state) {
                continue;
            }
            let to = self.data.join(path);
            fs::copy(self.from.join(path), &to).unwrap();
            self.cluster.own(&to);
            File::options().write(true).open(&to).unwrap().set_modified(state.1).unwrap();
        }
    }

    /// Whether it is byte for byte what the crash left behind.
    pub(super) fn is_whole(&self) -> bool {
        let same = |path: &OsString| {
            fs::read(self.from.join(path)).unwrap() == fs::read(self.data.join(path)).unwrap()
        };
        files(&self.data).keys().eq(self.kept.keys()) && self.kept.keys().all(same)
    }

    /// The server without its network: it recovers, does what it is told, and ends. Does not wait for the disk, since nothing
    /// here is kept.
    pub(super) fn recover(&self, script: &Path) {
        let small =
            ["shared_buffers=1MB", "max_connections=4", "max_wal_senders=0", "max_worker_processes=0"];
        let done = self
            .cluster
            .program("postgres")
            .args(["--single", "-F", "-D"])
            .arg(&self.data)
            .args(small.iter().flat_map(|setting| ["-c", setting]))
            .arg("postgres")
            .stdin(File::open(script).unwrap())
            .output()
            .unwrap();
        let log = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success() && !log.contains("ERROR"), "{log}");
    }
}

/// All files below a folder, with length and time of the last change.
fn files(folder: &Path) -> BTreeMap<OsString, (u64, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let entry = entry.unwrap();
            let state = entry.metadata().unwrap();
            if state.is_dir() {
                left.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(folder).unwrap().as_os_str().to_owned();
                found.insert(path, (state.len(), state.modified().unwrap()));
            }
        }
    }
    found
}
