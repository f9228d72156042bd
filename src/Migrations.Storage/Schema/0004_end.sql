-- What a migration that is over has reported until its end; null when the hypervisor does not report it. Lengths are microseconds.
ALTER TABLE migrations ADD COLUMN end_reason TEXT CHECK (end_reason IN (
  'aborted', 'cancelled_at_hypervisor', 'failed', 'not_migrated', 'unknown', 'post_copy_lost'));
ALTER TABLE migrations ADD COLUMN elapsed INTEGER;
ALTER TABLE migrations ADD COLUMN memory_bytes_per_second INTEGER;
ALTER TABLE migrations ADD COLUMN disk_bytes_per_second INTEGER;
ALTER TABLE migrations ADD COLUMN dirty_bytes_per_second INTEGER;
ALTER TABLE migrations ADD COLUMN iteration INTEGER;
ALTER TABLE migrations ADD COLUMN post_copy_requests INTEGER;
ALTER TABLE migrations ADD COLUMN throttle_percent INTEGER;
