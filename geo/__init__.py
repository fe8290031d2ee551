"""What is true of any camera anywhere: lng, lat at the border, metres east and north inside."""
