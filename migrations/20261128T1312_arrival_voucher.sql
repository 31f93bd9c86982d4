-- The day on the voucher, and the payer's division: what recognition and red flags compare with the arrival.
alter table arrival add column voucher_on text collate "C", add column payer_division text collate "C";
