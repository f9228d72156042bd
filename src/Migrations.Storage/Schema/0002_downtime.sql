-- In microseconds; null when the hypervisor does not report it.
ALTER TABLE migrations ADD COLUMN setup_time INTEGER;
ALTER TABLE migrations ADD COLUMN downtime INTEGER;
