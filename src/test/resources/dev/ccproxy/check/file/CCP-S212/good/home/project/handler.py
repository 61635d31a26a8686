from litellm import CustomLLM

my_cloud = CustomLLM()
