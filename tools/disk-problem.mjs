// A disk that is full or cannot be written is the user's to mend: one line instead of a stack.

const reasons = {
  ENOSPC: 'no space is left on its disk; free some',
  EDQUOT: 'the disk quota is used up; free some space',
  EXDEV: 'it lies on another disk than the project; put both on one',
  EROFS: 'its file system is read-only; make it writable',
  EACCES: 'there is no permission; make it writable',
  EPERM: 'there is no permission; make it writable',
};

/** Ends the tool with one line where a file cannot be written; other errors keep their stack. */
export function reportDiskProblems() {
  process.on('uncaughtException', (error) => {
    // A recursive mkdir says ENOENT for a folder that cannot be made.
    const unmade = error?.code === 'ENOENT' && error.syscall === 'mkdir';
    const reason = unmade ? 'it cannot be made; make the folder above it writable' : reasons[error?.code];
    console.error(
      reason ? `${error.dest ?? error.path ?? 'a file'} cannot be written (${error.code}): ${reason}` : error,
    );
    process.exit(1);
  });
}
