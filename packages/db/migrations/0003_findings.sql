ALTER TABLE "dataset_version" ADD COLUMN "findings" jsonb;--> statement-breakpoint
ALTER TABLE "import" ADD COLUMN "server_folder" text;