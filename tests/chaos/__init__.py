"""The bot killed at random under load: nothing may be lost, nothing done twice."""
