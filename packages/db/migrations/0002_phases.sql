-- What a phase column said is carried over to the instants that say it now.
UPDATE "challenge" SET "revealed_at" = now() WHERE "phase" = 'revealed';--> statement-breakpoint
UPDATE "challenge" SET "frozen_at" = coalesce("frozen_at", now()) WHERE "phase" = 'frozen';--> statement-breakpoint
ALTER TABLE "challenge" DROP CONSTRAINT "challenge_phase_check";--> statement-breakpoint
ALTER TABLE "challenge" DROP COLUMN "phase";